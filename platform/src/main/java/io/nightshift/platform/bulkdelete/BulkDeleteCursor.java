package io.nightshift.platform.bulkdelete;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a bulk delete has come. It is saved in the transaction of the rows that it tells of.
 *
 * @param started when the operation first ran: younger records are left alone
 * @param query the query that is being answered, from 0; as many as there are while failures are tried once more, and one
 *     more than that at the end
 * @param page the page to read next, from 1
 * @param cookie the paging cookie of the page before
 * @param last the last record of the page before, which a link to several may show once more; or the last failure that was
 *     tried once more
 * @param deleted records deleted so far
 * @param failed records that could not be deleted so far
 */
record BulkDeleteCursor(
        Instant started,
        int query,
        int page,
        @Nullable String cookie,
        @Nullable UUID last,
        int deleted,
        int failed) {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    static BulkDeleteCursor first(Instant started) {
        return new BulkDeleteCursor(started, 0, 1, null, null, 0, 0);
    }

    /** After a page with these counts: at the next page if there is one, else at the next query. */
    BulkDeleteCursor after(@Nullable String nextCookie, @Nullable UUID lastId, int deletedNow, int failedNow) {
        int nowDeleted = deleted + deletedNow;
        int nowFailed = failed + failedNow;
        return nextCookie == null
                ? new BulkDeleteCursor(started, query + 1, 1, null, null, nowDeleted, nowFailed)
                : new BulkDeleteCursor(started, query, page + 1, nextCookie, lastId, nowDeleted, nowFailed);
    }

    /** After so many of the failures before this one were deleted after all: at the next ones, or at the end. */
    BulkDeleteCursor afterSecondTry(@Nullable UUID lastFailure, int deletedNow) {
        return new BulkDeleteCursor(
                started,
                lastFailure == null ? query + 1 : query,
                1,
                null,
                lastFailure,
                deleted + deletedNow,
                failed - deletedNow);
    }

    /** For people. */
    String counts() {
        String all = String.format(Locale.ROOT, "%,d deleted", deleted);
        return failed == 0 ? all : all + String.format(Locale.ROOT, ", %,d could not be deleted", failed);
    }

    String write() {
        ObjectNode object = MAPPER.createObjectNode();
        object.put("started", started.toString());
        object.put("query", query);
        object.put("page", page);
        object.put("cookie", cookie);
        object.put("last", last == null ? null : last.toString());
        object.put("deleted", deleted);
        object.put("failed", failed);
        return MAPPER.writeValueAsString(object);
    }

    static BulkDeleteCursor read(String text) {
        JsonNode object = MAPPER.readTree(text);
        String last = object.path("last").asStringOpt().orElse(null);
        return new BulkDeleteCursor(
                Instant.parse(object.path("started").asString()),
                object.path("query").asInt(),
                object.path("page").asInt(),
                object.path("cookie").asStringOpt().orElse(null),
                last == null ? null : UUID.fromString(last),
                object.path("deleted").asInt(),
                object.path("failed").asInt());
    }
}
