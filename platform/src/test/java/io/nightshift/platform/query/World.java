package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.platform.metadata.Definitions;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.FoldedText;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.OrganizationSecurity;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import java.sql.Connection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStepN;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Two entities with an attribute of every kind, pairs of them, and their tables. */
final class World {

    static final String SCHEMA = "world";

    static final OrganizationMetadata METADATA = metadata();

    static final Organization ORGANIZATION =
            new Organization(SCHEMA, SCHEMA, 1, METADATA, 0, OrganizationSecurity.none());

    private World() {}

    private static OrganizationMetadata metadata() {
        Definitions definitions = DefinitionReader.read("world", """
                entity alpha 10001 none alphas "Alpha" "Alphas"
                  alphaid uniqueidentifier id "Alpha"
                  name string 100 primary "Name"
                  code string 100 "Code"
                  note memo 2000 "Note"
                  whole integer -1000..1000 "Whole"
                  big bigint "Big"
                  dec decimal -1000..1000 precision 4 "Decimal"
                  dbl double -1000..1000 precision 2 "Double"
                  cash money -1000..1000 precision 2 "Cash"
                  flag boolean "Flag"
                  moment datetime "Moment"
                  day datetime dateonly "Day"
                  wall datetime timezoneindependent "Wall"
                  pick picklist { 1 "One", 2 "Two", 3 "Three" } "Pick"
                  picks multiselect { 1 "One", 2 "Two", 3 "Three" } "Picks"
                  parentid lookup alpha "Parent"
                  betaid lookup beta "Beta"
                  partyid lookup alpha|beta "Party"
                entity beta 10002 none betas "Beta" "Betas"
                  betaid uniqueidentifier id "Beta"
                  name string 100 primary "Name"
                  whole integer -1000..1000 "Whole"
                  moment datetime "Moment"
                  alphaid lookup alpha "Alpha"
                many-to-many alpha_beta alphabeta alpha beta
                """);
        return new OrganizationMetadata(1, definitions.entities(), definitions.manyToMany());
    }

    static void makeTables(Connection connection) {
        DSLContext sql = Sql.on(connection);
        sql.createSchemaIfNotExists(DSL.name(SCHEMA)).execute();
        for (EntityMetadata entity : METADATA.entities()) {
            List<Field<?>> columns = new ArrayList<>();
            entity.all().forEach(attribute -> columns.addAll(RecordTable.columns(attribute)));
            sql.createTable(DSL.name(SCHEMA, entity.tableName()))
                    .columns(columns)
                    .constraint(DSL.primaryKey(entity.primaryIdAttribute()))
                    .execute();
        }
        for (ManyToManyRelationshipMetadata pair : METADATA.manyToMany()) {
            sql.createTable(DSL.name(SCHEMA, pair.intersectEntityName()))
                    .column(DSL.name(pair.entity1Attribute()), SQLDataType.UUID)
                    .column(DSL.name(pair.entity2Attribute()), SQLDataType.UUID)
                    .execute();
        }
    }

    /** Makes these the only rows. */
    static void fill(Connection connection, Map<String, List<Entity>> rows) {
        DSLContext sql = Sql.on(connection);
        for (EntityMetadata entity : METADATA.entities()) {
            sql.deleteFrom(DSL.table(DSL.name(SCHEMA, entity.tableName()))).execute();
            List<Field<?>> columns = new ArrayList<>();
            entity.all().forEach(attribute -> columns.addAll(RecordTable.columns(attribute)));
            InsertValuesStepN<?> insert = sql.insertInto(DSL.table(DSL.name(SCHEMA, entity.tableName())), columns);
            List<Entity> ofEntity = rows.get(entity.logicalName());
            for (Entity row : ofEntity) {
                List<Object> values = new ArrayList<>();
                entity.all().forEach(attribute -> store(attribute, row, values));
                insert = insert.values(values);
            }
            if (!ofEntity.isEmpty()) {
                insert.execute();
            }
        }
        for (ManyToManyRelationshipMetadata pair : METADATA.manyToMany()) {
            var table = DSL.table(DSL.name(SCHEMA, pair.intersectEntityName()));
            sql.deleteFrom(table).execute();
            for (Entity row : rows.get(pair.intersectEntityName())) {
                sql.insertInto(
                                table,
                                DSL.field(DSL.name(pair.entity1Attribute()), SQLDataType.UUID),
                                DSL.field(DSL.name(pair.entity2Attribute()), SQLDataType.UUID))
                        .values((java.util.UUID) row.get(pair.entity1Attribute()), (java.util.UUID)
                                row.get(pair.entity2Attribute()))
                        .execute();
            }
        }
    }

    private static void store(AttributeMetadata attribute, Entity row, List<Object> values) {
        Object value = row.get(attribute.logicalName());
        values.add(
                switch (value) {
                    case null -> attribute.logicalName().equals(row.logicalName() + "id") ? row.id() : null;
                    case EntityReference reference -> reference.id();
                    case OptionSetValue option -> option.value();
                    case Money money -> money.value();
                    case Instant moment -> moment.atOffset(ZoneOffset.UTC);
                    case OptionSetValueCollection options ->
                        options.values().stream().map(OptionSetValue::value).toArray(Integer[]::new);
                    default -> value;
                });
        if (attribute.foldedColumnName() != null) {
            values.add(value == null ? null : FoldedText.of((String) value));
        }
        if (attribute.typeColumnName() != null) {
            values.add(value == null ? null : ((EntityReference) value).logicalName());
        }
    }
}
