package io.nightshift.server.webapi;

import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.Multipart.Inner;
import io.nightshift.server.webapi.Multipart.Part;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Many requests in one. They are answered in order; the first that fails ends the batch, unless the caller prefers to
 * continue. A change set is carried out as a whole or not at all.
 */
final class Batch {

    private static final int MOST_REQUESTS = 1000;

    /** The answers are held until the last, because the first line of all says how the batch has ended. */
    private static final int MOST_ANSWERED = 32 * 1024 * 1024;

    private static final Pattern REFERENCE = Pattern.compile("/?\\$(\\w{1,100})(?=[/?]|$)(.*)", Pattern.DOTALL);

    /** Answers requests; those of a change set all in one transaction. */
    interface Answering {
        /** A request on its own, whatever becomes of it. */
        ApiAnswer alone(ApiRequest request);

        /** The requests of a change set, each made when those before it are done; the fault of one undoes all. */
        List<ApiAnswer> together(ChangeSet changes);
    }

    /** The requests of a change set in a scope with one transaction. */
    @FunctionalInterface
    interface ChangeSet {
        List<ApiAnswer> in(Scope scope);
    }

    private final ApiRequest batch;
    private final Answering answering;
    private final int mostAnswered;
    private int requests;

    Batch(ApiRequest batch, Answering answering) {
        this(batch, answering, MOST_ANSWERED);
    }

    /** @param mostAnswered how many bytes the answers may have before no further request is carried out */
    Batch(ApiRequest batch, Answering answering, int mostAnswered) {
        this.batch = batch;
        this.answering = answering;
        this.mostAnswered = mostAnswered;
    }

    ApiAnswer answer() {
        if (!batch.method().equals("POST")) {
            throw RefusedException.method(batch.method(), "$batch");
        }
        String boundary = Multipart.boundary(batch.headers().get("Content-Type"));
        if (boundary == null) {
            throw new RefusedException(
                    415,
                    ODataCode.INVALID_INPUT.code(),
                    "The Content-Type of a batch is multipart/mixed with a boundary.");
        }
        boolean continues = batch.prefer().continueOnError();
        Mixed answers = new Mixed("batchresponse_");
        int status = 200;
        for (Part part : Multipart.parts(Multipart.text(batch.body()), boundary, MOST_REQUESTS)) {
            String inner = Multipart.boundary(part.headers().get("Content-Type"));
            ApiAnswer failed = inner == null ? single(part, answers) : changeSet(part, inner, answers);
            if (failed != null && !continues) {
                status = failed.status();
                break;
            }
        }
        return answers.answer(status);
    }

    private @Nullable ApiAnswer single(Part part, Mixed answers) {
        ApiAnswer answer;
        String id = null;
        try {
            count();
            Inner inner = Multipart.request(part);
            id = inner.headers().get("Content-ID");
            requireRoom(answers.size());
            answer = answering.alone(request(inner, Map.of()));
        } catch (OrganizationServiceFault fault) {
            answer = ApiAnswer.error(FaultStatus.of(fault), fault.hexCode(), fault.getMessage());
        }
        answers.add(answer, id);
        return answer.status() >= 400 ? answer : null;
    }

    private @Nullable ApiAnswer changeSet(Part part, String boundary, Mixed answers) {
        List<@Nullable String> ids = new ArrayList<>();
        try {
            List<Inner> changes = Multipart.parts(part.content(), boundary, MOST_REQUESTS).stream()
                    .map(Multipart::request)
                    .toList();
            for (Inner change : changes) {
                count();
                if (change.method().equals("GET")) {
                    throw ODataCode.INVALID_INPUT.fault("A change set has no GET; put it before or after the set.");
                }
            }
            requireRoom(answers.size());
            int before = answers.size();
            List<ApiAnswer> made = answering.together(scope -> {
                ids.clear();
                return carriedOut(scope, changes, ids, before);
            });
            Mixed inner = new Mixed("changesetresponse_");
            for (int i = 0; i < made.size(); i++) {
                inner.add(made.get(i), ids.get(i));
            }
            answers.add(inner);
            return null;
        } catch (OrganizationServiceFault fault) {
            ApiAnswer answer = ApiAnswer.error(FaultStatus.of(fault), fault.hexCode(), fault.getMessage());
            answers.add(answer, ids.isEmpty() ? null : ids.getLast());
            return answer;
        }
    }

    private List<ApiAnswer> carriedOut(Scope scope, List<Inner> changes, List<@Nullable String> ids, int before) {
        Map<String, String> references = new HashMap<>();
        List<ApiAnswer> made = new ArrayList<>();
        int answered = before;
        for (Inner change : changes) {
            String id = change.headers().get("Content-ID");
            ids.add(id);
            Scope own = scope.with(references);
            ApiAnswer answer = Routes.answer(own, request(change, references));
            String address = answer.headers().get("OData-EntityId");
            if (id != null && address != null) {
                references.put(id, address);
            }
            made.add(answer);
            answered += answer.body().length;
            requireRoom(answered);
        }
        return made;
    }

    private void requireRoom(int answered) {
        if (answered > mostAnswered) {
            throw ODataCode.INVALID_INPUT.fault("The answers of this batch have more than " + mostAnswered
                    + " bytes, so that nothing more of it is carried out. Send this request and those after it in another"
                    + " batch, or ask for less: fewer columns, smaller pages, no representations.");
        }
    }

    private void count() {
        if (++requests > MOST_REQUESTS) {
            throw ODataCode.INVALID_INPUT.fault("A batch has at most " + MOST_REQUESTS + " requests.");
        }
    }

    /** The request of a part. Its address may be whole, begin at the server, or at the root of the service. */
    private ApiRequest request(Inner inner, Map<String, String> references) {
        String address = inner.address();
        Matcher reference = REFERENCE.matcher(address);
        if (reference.matches() && !address.startsWith("$batch") && !address.startsWith("$metadata")) {
            String made = references.get(reference.group(1));
            if (made == null) {
                throw ODataCode.INVALID_INPUT.fault("'$" + Shown.of(reference.group(1))
                        + "' names no earlier part of this change set that made a record.");
            }
            address = made + reference.group(2);
        }
        int query = address.indexOf('?');
        String path = ApiRequest.path(query < 0 ? address : address.substring(0, query));
        int service = path.indexOf("api/data/v");
        if (service == 0 || (service > 0 && path.substring(0, service).matches("https?:/+[^/]+/"))) {
            int slash = path.indexOf('/', service + "api/data/".length());
            path = slash < 0 ? "" : path.substring(slash + 1);
        }
        if (path.startsWith("$batch")) {
            throw ODataCode.INVALID_INPUT.fault("A batch has no batch within it.");
        }
        return new ApiRequest(
                inner.method(),
                batch.root(),
                path,
                ApiRequest.options(query < 0 ? null : address.substring(query + 1)),
                inner.headers(),
                RequestBody.of(inner.body()),
                references);
    }

    /** A {@code multipart/mixed} body in the making. */
    private static final class Mixed {
        private final String boundary;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Mixed(String name) {
            this.boundary = name + UUID.randomUUID();
        }

        int size() {
            return out.size();
        }

        private void text(String text) {
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        void add(ApiAnswer made, @Nullable String contentId) {
            ApiAnswer answer = made.stream() == null
                    ? made
                    : ApiAnswer.error(
                            400,
                            ODataCode.INVALID_INPUT.hex(),
                            "A file that is so large is fetched by a request of its own, or by the header Range.");
            text("--" + boundary + "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
            if (contentId != null) {
                text("Content-ID: " + contentId.replaceAll("[^ -~]", "?") + "\r\n");
            }
            text("\r\nHTTP/1.1 " + answer.status() + " " + HttpStatus.getMessage(answer.status())
                    + "\r\nOData-Version: 4.0\r\n");
            answer.headers().forEach((name, value) -> text(name + ": " + value.replaceAll("[\r\n]", " ") + "\r\n"));
            text("\r\n");
            out.writeBytes(answer.body());
            text("\r\n");
        }

        void add(Mixed inner) {
            text("--" + boundary + "\r\nContent-Type: multipart/mixed; boundary=" + inner.boundary + "\r\n\r\n");
            out.writeBytes(inner.ended());
        }

        private byte[] ended() {
            text("--" + boundary + "--\r\n");
            return out.toByteArray();
        }

        ApiAnswer answer(int status) {
            return new ApiAnswer(status, Map.of(ApiAnswer.TYPE, "multipart/mixed; boundary=" + boundary), ended());
        }
    }
}
