package io.nightshift.client;

import io.nightshift.sdk.BusinessEntityChanges;
import io.nightshift.sdk.BusinessEntityChanges.Change;
import io.nightshift.sdk.BusinessEntityChanges.NewOrUpdatedItem;
import io.nightshift.sdk.BusinessEntityChanges.RemovedOrDeletedItem;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.messages.RetrieveEntityChangesResponse;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.PagingInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * RetrieveEntityChanges as a set that is asked for with change tracking. The version is the token of the delta link, the
 * cookie that of the link to the next page; both are the server's and are handed back as they came.
 */
final class ChangeExchanges {

    private static final Pattern SKIP = Pattern.compile("[?&]\\$skiptoken=([^&]*)");
    private static final Pattern DELTA = Pattern.compile("[?&]\\$deltatoken=([^&]*)");
    private static final String PREFER = "odata.track-changes,odata.include-annotations=\"*\"";

    private final RecordJson records;

    ChangeExchanges(RecordJson records) {
        this.records = records;
    }

    Exchange.Single of(OrganizationRequest request) {
        String entity = request.required("EntityName", String.class);
        ColumnSet columns = request.required("Columns", ColumnSet.class);
        PagingInfo page = request.get("PageInfo", PagingInfo.class);
        Call call = Call.get(records.definitions().set(entity) + records.select(entity, columns))
                .with(
                        "Prefer",
                        page == null || page.count() == 0 ? PREFER : PREFER + ",odata.maxpagesize=" + page.count());
        call = option(call, "$skiptoken", page == null ? null : page.pagingCookie());
        call = option(call, "$deltatoken", request.get("DataVersion", String.class));
        return new Exchange.Single(call, answer -> new RetrieveEntityChangesResponse(read(entity, answer.object())));
    }

    private static Call option(Call call, String name, @Nullable String value) {
        return value == null ? call : call.withOption(name, RecordJson.encoded(value));
    }

    private BusinessEntityChanges read(String entity, ObjectNode body) {
        List<Change> changes = new ArrayList<>();
        for (JsonNode each : body.path("value")) {
            changes.add(
                    each.path("reason").asString("").equals("deleted")
                                    && each.path("@odata.context").asString("").endsWith("$deletedEntity")
                            ? new RemovedOrDeletedItem(new EntityReference(
                                    entity, UUID.fromString(each.path("id").asString(""))))
                            : new NewOrUpdatedItem(records.read(entity, each)));
        }
        String cookie = token(SKIP, body.path("@odata.nextLink").asString(""));
        return new BusinessEntityChanges(
                entity,
                changes,
                cookie != null,
                cookie,
                token(DELTA, body.path("@odata.deltaLink").asString("")));
    }

    private static @Nullable String token(Pattern option, String link) {
        Matcher found = option.matcher(link);
        return found.find() ? URLDecoder.decode(found.group(1), StandardCharsets.UTF_8) : null;
    }
}
