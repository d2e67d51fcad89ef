package io.nightshift.server.systemjobs;

import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.util.UUID;

/** What custom code runs on which event, and switching it off and on. */
public final class Steps {

    private static final String ENTITY = "sdkmessageprocessingstep";
    private static final int PAGE = 100;
    private static final OptionSetValue USUAL = new OptionSetValue(-1);

    /** What the page shows. */
    public record Rack(EntityCollection found, String search, int page, boolean mayChange) {

        public String next() {
            return Parameters.NONE
                    .with("name", search)
                    .with("page", page + 1)
                    .with("cookie", found.pagingCookie())
                    .on("/steps");
        }
    }

    private final Site site;
    private final Pages pages;

    Steps(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply list(PageCall call) throws SQLException {
        int page = Records.page(call.query().one("page", "1"));
        String search = call.query().one("name", "");
        QueryExpression query = new QueryExpression(ENTITY)
                .orderBy("stage", OrderType.ASCENDING)
                .orderBy("rank", OrderType.ASCENDING)
                .orderBy("name", OrderType.ASCENDING)
                .page(new PagingInfo(page, PAGE, false, call.query().one("cookie")))
                .columns(ColumnSet.of(
                        "name",
                        "sdkmessageid",
                        "sdkmessagefilterid",
                        "eventhandler",
                        "stage",
                        "mode",
                        "rank",
                        "filteringattributes",
                        "statecode"));
        if (!search.isEmpty()) {
            query = query.where("name", ConditionOperator.LIKE, "%" + Records.literal(search) + "%");
        }
        return pages.page(
                "steps",
                pages.frame(call, "steps", Texts.ENGLISH.of("steps.title")),
                new Rack(
                        site.service(call).retrieveMultiple(query),
                        search,
                        page,
                        site.may(call, AccessRight.WRITE, ENTITY)));
    }

    /** Switches a step on or off. */
    Reply change(PageCall call) {
        UUID id = call.id(1);
        boolean on = call.form().has("state", "0");
        site.service(call)
                .execute(new SetStateRequest(new EntityReference(ENTITY, id), new OptionSetValue(on ? 0 : 1), USUAL));
        return call.done(Notice.done(Texts.ENGLISH.of(on ? "steps.enabled" : "steps.disabled")), call.back("/steps"));
    }
}
