package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.queue.Search;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an open grid what has changed: the rows it shows, one by one, and how many are new. One search every two seconds
 * for each viewer, and nothing for a page that nobody looks at: the browser closes the stream of a hidden page.
 */
final class LiveJobs {

    private static final Logger LOG = LoggerFactory.getLogger(LiveJobs.class);
    private static final int PAUSE_SECONDS = 2;
    /** What is new lies at the beginning. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private static final int MOST_SHOWN = 100;
    private static final int MOST_STREAMS = 200;
    /** Then the browser asks again, and whoever has signed out meanwhile is told nothing more. */
    private static final int MOST_SENT = 60;

    private final Site site;
    private final Pages pages;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Semaphore streams = new Semaphore(MOST_STREAMS);

    LiveJobs(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    void stop() {
        stopped.countDown();
    }

    void stream(Visitor visitor, Parameters query, Response response, Callback callback) {
        if (!streams.tryAcquire()) {
            Response.writeError(response.getRequest(), response, callback, 503);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            Stream stream = new Stream(visitor, query, out);
            int sent = 0;
            do {
                stream.send();
                sent++;
            } while (sent < MOST_SENT && !stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS));
            callback.succeeded();
        } catch (IOException e) {
            // The viewer has gone.
            callback.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A live page ends", e);
            callback.failed(e);
        } finally {
            streams.release();
        }
    }

    /** What one viewer has been shown. */
    private final class Stream {
        private final Visitor visitor;
        private final GridQuery query;
        private final List<UUID> shown;
        private final OutputStream out;
        private final Map<UUID, AsyncOperation> last = new HashMap<>();
        private int lastNew;

        Stream(Visitor visitor, Parameters query, OutputStream out) {
            this.visitor = visitor;
            this.query = new GridQuery(query, visitor);
            this.shown = query.all("shown").stream()
                    .flatMap(ids -> List.of(ids.split(",")).stream())
                    .filter(id -> id.length() == 36)
                    .limit(MOST_SHOWN)
                    .map(PageCall::id)
                    .toList();
            this.out = out;
        }

        void send() throws IOException, SQLException {
            Search search = query.newest(visitor.organization()).limit(GridQuery.PAGE);
            List<AsyncOperation> found = site.jobs().find(search, PATIENCE).operations();
            Map<UUID, AsyncOperation> now = new HashMap<>();
            found.forEach(operation -> now.put(operation.id(), operation));
            for (UUID id : shown) {
                AsyncOperation operation = now.get(id);
                if (operation == null && changes(id)) {
                    operation = site.jobs().get(visitor.organization(), id).orElse(null);
                }
                if (operation != null && !operation.equals(last.put(id, operation))) {
                    event("row", row(operation));
                }
            }
            UUID newest = shown.stream().max(UUID::compareTo).orElse(null);
            int more = (int) found.stream()
                    .filter(operation ->
                            newest == null || operation.id().toString().compareTo(newest.toString()) > 0)
                    .count();
            if (more != lastNew) {
                lastNew = more;
                event("new", Texts.ENGLISH.of(more == found.size() ? "jobs.new.many" : "jobs.new", more));
            }
            out.write(": \n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** What has ended does not change any more. */
        private boolean changes(UUID id) {
            AsyncOperation before = last.get(id);
            return before == null || !before.isCompleted();
        }

        private String row(AsyncOperation operation) {
            Names names = Names.areIn(query.columns()) ? Names.of(List.of(operation), visitor, site) : Names.NONE;
            Frame frame = new Frame(visitor, Texts.ENGLISH, site.now(), List.of(), "jobs", "", query.here(), null);
            return pages.render(
                    "row",
                    Map.of("p", frame, "o", operation, "columns", query.columns(), "checked", false, "names", names));
        }

        private void event(String name, String data) throws IOException {
            StringBuilder text = new StringBuilder("event: ").append(name).append('\n');
            data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
            out.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
