package io.nightshift.platform.maintenance;

import io.nightshift.platform.Platform;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.util.UUID;

/** Notes about a record that is gone, and a plug-in that does not let one of them go. */
final class OrphanedNote {

    private OrphanedNote() {}

    static UUID make(OrganizationService records, PlainSql sql, String subject) throws SQLException {
        UUID gone = records.create(new Entity("account").set("name", "Gone"));
        UUID note = records.create(
                new Entity("annotation").set("subject", subject).set("objectid", new EntityReference("account", gone)));
        sql.execute("delete from org_contoso.account where accountid = '" + gone + "'");
        return note;
    }

    static boolean isThere(PlainSql sql, UUID note) throws SQLException {
        return sql.number("select count(*) from org_contoso.annotation where annotationid = '" + note + "'") > 0;
    }

    /** Answers the step that keeps it. */
    static UUID keep(Platform platform, OrganizationService records, UUID note) {
        platform.plugin("test.KeepsANote", () -> services -> {
            if (note.equals(services.context().primaryEntityId())) {
                throw new InvalidPluginExecutionException("This note is wanted.");
            }
        });
        UUID type = records.create(new Entity("plugintype").set("typename", "test.KeepsANote"));
        return records.create(new Entity("sdkmessageprocessingstep")
                .set("name", "Keeps a note")
                .set("sdkmessageid", named(records, "sdkmessage", "Delete"))
                .set("sdkmessagefilterid", named(records, "sdkmessagefilter", "Delete of annotation"))
                .set("stage", new OptionSetValue(20))
                .set("mode", new OptionSetValue(0))
                .set("eventhandler", new EntityReference("plugintype", type)));
    }

    private static EntityReference named(OrganizationService records, String entity, String name) {
        return records.retrieveMultiple(new QueryExpression(entity).where("name", ConditionOperator.EQUAL, name))
                .entities()
                .getFirst()
                .toEntityReference();
    }
}
