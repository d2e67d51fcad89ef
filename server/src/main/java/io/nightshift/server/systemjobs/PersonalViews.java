package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The views that people keep for themselves: records of the entity userquery, so that they are there in every browser, and
 * other programs find them too.
 */
final class PersonalViews {

    private static final String ENTITY = "userquery";
    private static final int MOST = 50;
    private static final int LONGEST_NAME = 200;

    private final Site site;

    PersonalViews(Site site) {
        this.site = site;
    }

    /** Those of the visitor, by name. */
    List<PersonalView> list(PageCall call) {
        return service(call)
                .retrieveMultiple(new QueryExpression(ENTITY)
                        .where("returnedtypecode", ConditionOperator.EQUAL, SavedGrid.ENTITY)
                        .where(
                                "ownerid",
                                ConditionOperator.EQUAL,
                                call.visitor().caller().userId())
                        .where("statecode", ConditionOperator.EQUAL, 0)
                        .orderBy("name", OrderType.ASCENDING)
                        .page(new PagingInfo(1, MOST, false, null))
                        .columns(ColumnSet.of("name", "layoutxml")))
                .entities()
                .stream()
                .flatMap(record -> view(call, record).stream())
                .toList();
    }

    private static Optional<PersonalView> view(PageCall call, Entity record) {
        UUID id = record.id();
        String name = record.get("name", String.class);
        return id == null || name == null
                ? Optional.empty()
                : SavedGrid.read(record.get("layoutxml", String.class))
                        .map(kept -> new PersonalView(id, name, new GridQuery(kept, call.visitor()).kept()));
    }

    /** Whether the visitor may keep views. */
    boolean mayKeep(PageCall call) throws SQLException {
        return site.may(call, AccessRight.CREATE, ENTITY);
    }

    /** Keeps what the visitor looks at: under a new name, or in the place of what a view was. */
    Reply save(PageCall call) {
        Parameters form = call.form();
        GridQuery query = new GridQuery(Parameters.parse(form.one("address")), call.visitor());
        String known = form.one("view");
        Entity record = known == null
                ? new Entity(ENTITY)
                        .set("name", name(form))
                        .set("returnedtypecode", SavedGrid.ENTITY)
                        .set("querytype", 0)
                : new Entity(ENTITY, PageCall.id(known));
        record = record.set("layoutxml", SavedGrid.layout(query))
                .set("fetchxml", SavedGrid.fetchXml(query, call.visitor()).orElse(null));
        UUID id = record.id();
        if (id == null) {
            id = service(call).create(record);
        } else {
            service(call).update(record);
        }
        return call.done(
                Notice.done(Texts.ENGLISH.of("views.saved")),
                query.kept().with("saved", id).on("/jobs"));
    }

    private static String name(Parameters form) {
        String name = form.one("name");
        if (name == null || name.length() > LONGEST_NAME) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "Give the view a name of at most " + LONGEST_NAME + " characters; nothing was saved.");
        }
        return name;
    }

    Reply delete(PageCall call) {
        UUID id = PageCall.id(call.form().one("view", ""));
        service(call).delete(ENTITY, id);
        return call.done(Notice.done(Texts.ENGLISH.of("views.deleted")), "/jobs");
    }

    private OrganizationService service(PageCall call) {
        return site.service(call);
    }
}
