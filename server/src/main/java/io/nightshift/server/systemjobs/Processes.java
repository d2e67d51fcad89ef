package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The workflows: what each does, drawn, its instances, and switching it on and off. */
public final class Processes {

    private static final String ENTITY = "workflow";
    private static final int DEFINITION = 1;
    private static final int MOST_INSTANCES = 20;
    private static final int PAGE = 100;
    private static final Duration PATIENCE = Duration.ofMillis(150);
    private static final OptionSetValue USUAL = new OptionSetValue(-1);

    /** What the list shows. */
    public record Folder(EntityCollection found, boolean mayCreate) {}

    /**
     * One workflow.
     *
     * @param instances the newest with its name
     */
    public record One(Entity record, Flow flow, List<AsyncOperation> instances, boolean mayChange) {

        /** Whether it is activated; then it is not changed. */
        public boolean active() {
            OptionSetValue state = record.get("statecode", OptionSetValue.class);
            return state != null && state.value() == 1;
        }

        public String text(String attribute) {
            Object value = record.get(attribute);
            return value == null ? "" : record.formattedValues().getOrDefault(attribute, value.toString());
        }

        public boolean is(String attribute) {
            return Boolean.TRUE.equals(record.get(attribute));
        }
    }

    private final Site site;
    private final Pages pages;

    Processes(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply list(PageCall call) throws SQLException {
        EntityCollection found = site.service(call)
                .retrieveMultiple(new QueryExpression(ENTITY)
                        .where("type", ConditionOperator.EQUAL, DEFINITION)
                        .orderBy("name", OrderType.ASCENDING)
                        .page(new PagingInfo(1, PAGE))
                        .columns(ColumnSet.all()));
        return pages.page(
                "processes",
                pages.frame(call, "workflows", Texts.ENGLISH.of("workflows.title")),
                new Folder(found, site.may(call, AccessRight.CREATE, ENTITY)));
    }

    Reply one(PageCall call) throws SQLException {
        Entity record = site.service(call).retrieve(ENTITY, call.id(1), ColumnSet.all());
        String name = String.valueOf(record.get("name"));
        List<AsyncOperation> instances = !call.visit().watcher()
                ? List.of()
                : site
                        .jobs()
                        .find(
                                Search.all()
                                        .in(call.organization())
                                        .types(Set.of(OperationType.WORKFLOW))
                                        .nameContains(name)
                                        .limit(MOST_INSTANCES),
                                PATIENCE)
                        .operations()
                        .stream()
                        .filter(operation -> operation.name().equals(name))
                        .toList();
        return pages.page(
                "process",
                pages.frame(call, "workflows", name),
                new One(
                        record,
                        Flow.read(record.get("clientdata", String.class)),
                        instances,
                        site.may(call, AccessRight.WRITE, ENTITY)));
    }

    /** Activates it, deactivates it, gives it another document, or runs it on a record. */
    Reply change(PageCall call) {
        UUID id = call.id(1);
        Parameters form = call.form();
        String here = "/workflows/" + id;
        try {
            return switch (form.one("do", "")) {
                case "activate" -> state(call, id, 1);
                case "deactivate" -> state(call, id, 0);
                case "run" -> {
                    site.service(call).execute(new ExecuteWorkflowRequest(id, PageCall.id(form.one("record", ""))));
                    site.service().queue().hint();
                    yield call.done(Notice.done(Texts.ENGLISH.of("workflows.started")), here);
                }
                default -> {
                    site.service(call).update(new Entity(ENTITY, id).set("clientdata", form.one("document")));
                    yield call.done(Notice.done(Texts.ENGLISH.of("workflows.saved")), here);
                }
            };
        } catch (OrganizationServiceFault fault) {
            return call.done(Notice.failed(String.valueOf(fault.getMessage())), here);
        }
    }

    private Reply state(PageCall call, UUID id, int state) {
        site.service(call)
                .execute(new SetStateRequest(new EntityReference(ENTITY, id), new OptionSetValue(state), USUAL));
        return call.done(
                Notice.done(Texts.ENGLISH.of(state == 1 ? "workflows.activated" : "workflows.deactivated")),
                "/workflows/" + id);
    }
}
