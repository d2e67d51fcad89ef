package io.nightshift.client;

import io.nightshift.sdk.FaultCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the server says of its entities, asked once for each. An entity or attribute that is not known may be new: then the
 * server is asked again, but not more often than every few seconds. Thread-safe.
 */
final class Definitions {

    private static final long NOT_AGAIN_FOR = Duration.ofSeconds(10).toNanos();

    /** The names of all entities, by those of their sets and by their own. */
    private record Names(Map<String, String> bySet, Map<String, String> sets, long asked) {}

    private record Known(EntityDefinition definition, long asked) {}

    private final WebApi api;
    private final Map<String, Known> entities = new ConcurrentHashMap<>();
    private volatile @Nullable Names names;

    Definitions(WebApi api) {
        this.api = api;
    }

    /** @throws io.nightshift.sdk.OrganizationServiceFault 0x80041102 when there is no such entity */
    EntityDefinition entity(String logicalName) {
        Known known = entities.get(logicalName);
        if (known == null) {
            known = new Known(asked(logicalName), api.pace().nanos());
            entities.put(logicalName, known);
        }
        return known.definition();
    }

    /** The same; when it does not have the attribute as far as is known, it is asked for again. */
    EntityDefinition having(String logicalName, String attribute) {
        EntityDefinition definition = entity(logicalName);
        Known known = entities.get(logicalName);
        if (definition.attributes().containsKey(attribute) || known == null || !old(known.asked())) {
            return definition;
        }
        entities.remove(logicalName, known);
        return entity(logicalName);
    }

    /** Whether there is such an entity; others, as those of pairs, stand in queries only. */
    boolean exists(String logicalName) {
        return entities.containsKey(logicalName) || set(logicalName, false) != null;
    }

    /** The name of the set of an entity. */
    String set(String logicalName) {
        String set = set(logicalName, true);
        if (set == null) {
            throw unknown(logicalName);
        }
        return set;
    }

    private @Nullable String set(String logicalName, boolean maybeNew) {
        Known known = entities.get(logicalName);
        return known != null
                ? known.definition().set()
                : names(logicalName, maybeNew).sets().get(logicalName);
    }

    private Names names(String wanted, boolean maybeNew) {
        Names known = names;
        boolean again = known != null && maybeNew && !known.sets().containsKey(wanted) && old(known.asked());
        if (known == null || again) {
            Map<String, String> bySet = new HashMap<>();
            Map<String, String> sets = new HashMap<>();
            for (JsonNode each : api.get("EntityDefinitions?$select=LogicalName,EntitySetName")
                    .path("value")) {
                String logicalName = each.path("LogicalName").asString("");
                String set = each.path("EntitySetName").asString("");
                bySet.put(set, logicalName);
                sets.put(logicalName, set);
            }
            known = new Names(bySet, sets, api.pace().nanos());
            names = known;
        }
        return known;
    }

    private boolean old(long asked) {
        return api.pace().nanos() - asked > NOT_AGAIN_FOR;
    }

    private EntityDefinition asked(String logicalName) {
        String key = URLEncoder.encode(logicalName.replace("'", "''"), StandardCharsets.UTF_8);
        Answer answer = api.ask(Call.get("EntityDefinitions(LogicalName='" + key
                + "')?$expand=Attributes,ManyToOneRelationships,OneToManyRelationships,ManyToManyRelationships"));
        if (answer.status() == 404) {
            throw unknown(logicalName);
        }
        if (answer.failed()) {
            throw WebApiFault.of(answer);
        }
        return EntityDefinition.of(answer.object());
    }

    private static RuntimeException unknown(String logicalName) {
        return FaultCode.ENTITY_NOT_FOUND.fault("The organization has no entity " + logicalName + ".");
    }
}
