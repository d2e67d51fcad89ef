package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.Search;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of any entity, drawn from its metadata; each request is made as the visitor. */
public final class Records {

    private static final int PAGE = 50;
    private static final int MOST_JOBS = 20;
    private static final List<String> LISTED = List.of("statuscode", "statecode", "ownerid", "createdon", "modifiedon");
    /** Attributes that programs set and nobody types. */
    private static final Set<String> UNTYPED = Set.of(
            "importsequencenumber", "overriddencreatedon", "timezoneruleversionnumber", "utcconversiontimezonecode");

    /** The entities of the organization. */
    public record Kinds(List<EntityMetadata> entities) {}

    /** Records of one entity. */
    public record Shelf(
            EntityMetadata entity,
            List<AttributeMetadata> columns,
            EntityCollection found,
            String search,
            int page,
            boolean mayCreate) {

        /** What a record is called. */
        public String title(Entity record) {
            return Records.title(entity, record);
        }

        /** An attribute as people read it. */
        public String shown(Entity record, AttributeMetadata column) {
            String name = column.logicalName();
            Object value = record.get(name);
            return value == null ? "" : record.formattedValues().getOrDefault(name, value.toString());
        }

        public String next() {
            return Parameters.NONE
                    .with("name", search)
                    .with("page", page + 1)
                    .with("cookie", found.pagingCookie())
                    .on("/records/" + entity.logicalName());
        }
    }

    /**
     * One record, or the empty form of a new one.
     *
     * @param fixed what only the platform writes
     * @param jobs its background processes
     */
    public record Form(
            EntityMetadata entity,
            @Nullable Entity record,
            String title,
            List<FieldOf> fields,
            List<FieldOf> fixed,
            List<AsyncOperation> jobs,
            Offer offer) {}

    /** What the visitor may do with some records of the entity; one may still be out of reach. */
    public record Offer(boolean save, boolean delete) {}

    private final Site site;
    private final Pages pages;

    Records(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    static String title(EntityMetadata entity, Entity record) {
        String name = entity.primaryNameAttribute();
        Object title = name == null ? null : record.get(name);
        return title == null || title.toString().isBlank()
                ? Objects.requireNonNullElse(record.id(), "–").toString()
                : title.toString();
    }

    private OrganizationService service(PageCall call) {
        return site.service(call);
    }

    private EntityMetadata entity(PageCall call) throws SQLException {
        return site.platform()
                .organization(call.organization())
                .metadata()
                .entity(call.path().get(1));
    }

    Reply kinds(PageCall call) throws SQLException {
        List<EntityMetadata> entities = site.platform().organization(call.organization()).metadata().entities().stream()
                .sorted(Comparator.comparing(
                        entity -> entity.names().displayCollectionName(), String.CASE_INSENSITIVE_ORDER))
                .toList();
        return pages.page(
                "records", pages.frame(call, "records", Texts.ENGLISH.of("records.title")), new Kinds(entities));
    }

    Reply shelf(PageCall call) throws SQLException {
        EntityMetadata entity = entity(call);
        String search = call.query().one("name", "");
        List<AttributeMetadata> columns = Stream.of(LISTED)
                .flatMap(List::stream)
                .flatMap(name -> entity.find(name).stream())
                .toList();
        List<String> names = new ArrayList<>(
                columns.stream().map(AttributeMetadata::logicalName).toList());
        String primary = entity.primaryNameAttribute();
        int page = page(call.query().one("page", "1"));
        QueryExpression query = new QueryExpression(entity.logicalName())
                .page(new PagingInfo(page, PAGE, false, call.query().one("cookie")));
        if (primary != null) {
            names.add(primary);
            query = query.orderBy(primary, OrderType.ASCENDING);
            if (!search.isEmpty()) {
                query = query.where(primary, ConditionOperator.LIKE, "%" + literal(search) + "%");
            }
        }
        EntityCollection found =
                service(call).retrieveMultiple(query.columns(ColumnSet.of(names.toArray(String[]::new))));
        return pages.page(
                "shelf",
                pages.frame(call, "records", entity.names().displayCollectionName()),
                new Shelf(
                        entity,
                        columns,
                        found,
                        search,
                        page,
                        site.may(call, AccessRight.CREATE, entity.logicalName())));
    }

    static int page(String text) {
        try {
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** The letters themselves, where a pattern would mean something by them. */
    static String literal(String text) {
        return text.replace("[", "[[]").replace("%", "[%]").replace("_", "[_]");
    }

    Reply form(PageCall call) throws SQLException {
        EntityMetadata entity = entity(call);
        boolean isNew = call.path().get(2).equals("new");
        Entity record = isNew ? null : service(call).retrieve(entity.logicalName(), call.id(2), ColumnSet.all());
        List<FieldOf> fields = entity.all().stream()
                .filter(attribute -> isTyped(attribute, !isNew))
                .map(attribute -> FieldOf.of(attribute, record, call.visitor().zone()))
                .toList();
        List<FieldOf> fixed = entity.all().stream()
                .filter(attribute ->
                        record != null && !isTyped(attribute, true) && record.get(attribute.logicalName()) != null)
                .map(attribute -> FieldOf.of(attribute, record, call.visitor().zone()))
                .toList();
        List<AsyncOperation> jobs = record == null || !call.visit().watcher()
                ? List.of()
                : site.jobs()
                        .find(Search.all()
                                .in(call.organization())
                                .regarding(record.id())
                                .limit(MOST_JOBS))
                        .operations();
        String title =
                record == null ? Texts.ENGLISH.of("records.new", entity.names().displayName()) : title(entity, record);
        return pages.page(
                "record",
                pages.frame(call, "records", title),
                new Form(entity, record, title, fields, fixed, jobs, offer(call, entity, isNew)));
    }

    private Offer offer(PageCall call, EntityMetadata entity, boolean isNew) throws SQLException {
        String name = entity.logicalName();
        return new Offer(
                site.may(call, isNew ? AccessRight.CREATE : AccessRight.WRITE, name),
                site.may(call, AccessRight.DELETE, name));
    }

    private static boolean isTyped(AttributeMetadata attribute, boolean exists) {
        return FieldOf.isWritable(attribute, exists) && !UNTYPED.contains(attribute.logicalName());
    }

    /** Creates a record, or changes what differs from what the visitor was shown. */
    Reply save(PageCall call) throws SQLException {
        EntityMetadata entity = entity(call);
        boolean isNew = call.path().get(2).equals("new");
        Entity changed = isNew ? new Entity(entity.logicalName()) : new Entity(entity.logicalName(), call.id(2));
        for (AttributeMetadata attribute : entity.all()) {
            String name = attribute.logicalName();
            String text = call.form().one("value." + name);
            String before = call.form().one("before." + name);
            if (isTyped(attribute, !isNew) && !Objects.equals(text, before)) {
                changed.set(name, FieldOf.read(attribute, text, call.visitor().zone()));
            }
        }
        String address = "/records/" + entity.logicalName() + "/";
        if (isNew) {
            UUID id = service(call).create(changed);
            return call.done(Notice.done(Texts.ENGLISH.of("records.created")), address + id);
        }
        if (changed.attributes().isEmpty()) {
            return call.done(
                    new Notice(Notice.Kind.PARTLY, Texts.ENGLISH.of("records.unchanged")), address + changed.id());
        }
        String version = call.form().one("version");
        service(call)
                .execute(new UpdateRequest(changed.rowVersion(version))
                        .concurrencyBehavior(
                                version == null
                                        ? ConcurrencyBehavior.DEFAULT
                                        : ConcurrencyBehavior.IF_ROW_VERSION_MATCHES));
        return call.done(Notice.done(Texts.ENGLISH.of("records.saved")), address + changed.id());
    }

    Reply delete(PageCall call) throws SQLException {
        EntityMetadata entity = entity(call);
        if (!call.form().has("sure", "yes")) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Tick that you are sure; nothing was deleted.");
        }
        service(call).delete(entity.logicalName(), call.id(2));
        return call.done(Notice.done(Texts.ENGLISH.of("records.deleted")), "/records/" + entity.logicalName());
    }
}
