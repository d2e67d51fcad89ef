package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.Expression.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the query options of an address into a query. One object serves one request. */
public final class OptionsReader {

    private static final Set<String> OPTIONS =
            Set.of("$select", "$filter", "$orderby", "$top", "$expand", "$count", "$apply", "$skiptoken");
    private static final Set<String> NESTED = Set.of("$select", "$filter", "$orderby", "$top", "$expand");
    private static final int MOST_ROWS = 5000;
    private static final int DEEPEST_EXPANSION = 8;
    private static final int MOST_EXPANSIONS = 60;

    private final Model model;
    private final Map<String, String> aliases;
    private int expansions;

    /** @param aliases the texts of parameter aliases by their names, {@code @p1} */
    public OptionsReader(Model model, Map<String, String> aliases) {
        this.model = model;
        this.aliases = aliases;
    }

    /**
     * The query that the options say; those that do not begin with $ are not looked at.
     *
     * @throws OrganizationServiceFault what is wrong and where
     */
    public CollectionQuery read(EntityMetadata entity, Map<String, String> options) {
        for (String option : options.keySet()) {
            if (option.startsWith("$") && !OPTIONS.contains(option)) {
                throw ODataCode.QUERY_SYNTAX.fault("The query option " + Shown.of(option) + " is not supported.");
            }
        }
        return options.containsKey("$apply")
                ? new ApplyReader(model, entity, aliases).read(options)
                : query(entity, options, 0, Set.of());
    }

    /** @param elsewhere properties that may be selected though this entity has none of the name */
    private CollectionQuery query(
            EntityMetadata entity, Map<String, String> options, int depth, Set<String> elsewhere) {
        Links links = new Links();
        String select = options.get("$select");
        boolean every = select == null || select.isBlank();
        List<AttributeMetadata> named = every ? List.of() : selected(entity, String.valueOf(select), elsewhere);
        boolean all = every || List.of(String.valueOf(select).split(",", -1)).contains("*");
        List<AttributeMetadata> columns = all ? List.copyOf(entity.all()) : named;
        List<Expansion> expanded = options.containsKey("$expand")
                ? expansions(entity, String.valueOf(options.get("$expand")), depth + 1)
                : List.of();
        FilterExpression criteria = options.containsKey("$filter")
                ? FilterReader.read(
                        model, entity, links, ExpressionParser.filter(String.valueOf(options.get("$filter")), aliases))
                : FilterExpression.NONE;
        List<OrderExpression> orders = orders(entity, options.get("$orderby"), links);
        Integer top = top(options.get("$top"));
        QueryExpression query = new QueryExpression(
                entity.logicalName(),
                ColumnSet.of(needed(entity, columns, expanded).toArray(String[]::new)),
                List.of(),
                criteria,
                links.links(),
                orders,
                new PagingInfo(1, 0, flag(options.get("$count")), null),
                top == null || top == 0 ? null : Integer.valueOf(Math.min(top, MOST_ROWS)),
                false);
        boolean nothing = top != null && top == 0;
        return new CollectionQuery(
                entity, columns, all, expanded, query, Map.of(), flag(options.get("$count")), nothing);
    }

    private static Set<String> needed(
            EntityMetadata entity, List<AttributeMetadata> columns, List<Expansion> expanded) {
        Set<String> needed = new LinkedHashSet<>();
        needed.add(entity.primaryIdAttribute());
        columns.forEach(column -> needed.add(column.logicalName()));
        entity.find("versionnumber").ifPresent(version -> needed.add(version.logicalName()));
        for (Expansion expansion : expanded) {
            if (expansion.navigation() instanceof Navigation.ManyToOne lookup) {
                needed.add(lookup.attribute());
            }
        }
        return needed;
    }

    private List<AttributeMetadata> selected(EntityMetadata entity, String select, Set<String> elsewhere) {
        Set<AttributeMetadata> columns = new LinkedHashSet<>();
        for (String name : select.split(",", -1)) {
            String property = name.strip();
            if (property.isEmpty()) {
                throw ODataCode.QUERY_SYNTAX.fault("$select: a property is missing beside a comma.");
            }
            if (property.equals("*") || (elsewhere.contains(property) && !known(entity, property))) {
                continue;
            }
            columns.add(Model.attribute(entity, property)
                    .or(() -> model.navigation(entity, property)
                            .filter(Navigation::single)
                            .map(way -> entity.attribute(((Navigation.ManyToOne) way).attribute())))
                    .orElseThrow(() -> unknown(entity, property)));
        }
        return List.copyOf(columns);
    }

    private boolean known(EntityMetadata entity, String property) {
        return Model.attribute(entity, property).isPresent()
                || model.navigation(entity, property).isPresent();
    }

    static OrganizationServiceFault unknown(EntityMetadata entity, String property) {
        return ODataCode.QUERY_SYNTAX.fault("Could not find a property named '" + Shown.of(property)
                + "' on type 'Microsoft.Dynamics.CRM." + entity.logicalName() + "'.");
    }

    private List<OrderExpression> orders(EntityMetadata entity, @Nullable String text, Links links) {
        List<OrderExpression> orders = new ArrayList<>();
        boolean linked = false;
        if (text == null || text.isBlank()) {
            return orders;
        }
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split("\\s+", -1);
            OrderType type = direction(part, words);
            PathReader.Found found =
                    new PathReader(model, entity, "").property(new Path(List.of(words[0].split("/", -1)), 0));
            String attribute = found.attribute().logicalName();
            if (!found.steps().isEmpty()) {
                links.order(found.steps(), attribute, type);
                linked = true;
            } else if (linked) {
                throw ODataCode.QUERY_SYNTAX.fault(
                        "$orderby: properties of the record itself come before those of linked" + " ones; put "
                                + Shown.of(words[0]) + " first.");
            } else {
                orders.add(new OrderExpression(attribute, type));
            }
        }
        return orders;
    }

    static OrderType direction(String part, String[] words) {
        if (words[0].isEmpty() || words.length > 2) {
            throw ODataCode.QUERY_SYNTAX.fault(
                    "$orderby: '" + Shown.of(part) + "' is no property with asc or desc after it.");
        }
        return switch (words.length == 1 ? "asc" : words[1]) {
            case "asc" -> OrderType.ASCENDING;
            case "desc" -> OrderType.DESCENDING;
            default ->
                throw ODataCode.QUERY_SYNTAX.fault(
                        "$orderby: asc or desc is expected, not '" + Shown.of(words[1]) + "'.");
        };
    }

    private static @Nullable Integer top(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.strip().matches("\\d{1,9}")) {
            throw ODataCode.QUERY_SYNTAX.fault("$top is a whole number from 0, not '" + Shown.of(text) + "'.");
        }
        return Integer.valueOf(text.strip());
    }

    static boolean flag(@Nullable String text) {
        return switch (text) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw ODataCode.QUERY_SYNTAX.fault("$count is true or false, not '" + Shown.of(text) + "'.");
        };
    }

    private List<Expansion> expansions(EntityMetadata entity, String text, int depth) {
        if (depth > DEEPEST_EXPANSION) {
            throw ODataCode.QUERY_SYNTAX.fault("$expand reaches at most " + DEEPEST_EXPANSION + " records far.");
        }
        List<Expansion> read = new ArrayList<>();
        for (String part : Splitter.split("$expand", text, ',')) {
            if (++expansions > MOST_EXPANSIONS) {
                throw ODataCode.QUERY_SYNTAX.fault("$expand names at most " + MOST_EXPANSIONS + " properties.");
            }
            read.add(expansion(entity, part, depth));
        }
        return read;
    }

    private Expansion expansion(EntityMetadata entity, String part, int depth) {
        int open = part.indexOf('(');
        String path = (open < 0 ? part : part.substring(0, open)).strip();
        boolean references = path.endsWith("/$ref");
        String name = references ? path.substring(0, path.length() - 5) : path;
        if (open >= 0 && !part.endsWith(")")) {
            throw ODataCode.QUERY_SYNTAX.fault("$expand: '" + Shown.of(part) + "' goes on after its parenthesis.");
        }
        Navigation navigation = model.navigation(entity, name).orElseThrow(() -> unknown(entity, name));
        Map<String, String> options = open < 0 ? Map.of() : nested(part.substring(open + 1, part.length() - 1));
        if (navigation.single() && !Set.of("$select", "$expand").containsAll(options.keySet())) {
            throw ODataCode.QUERY_SYNTAX.fault(
                    "$expand: " + Shown.of(name) + " leads to one record; it takes $select and $expand.");
        }
        List<EntityMetadata> targets =
                navigation.targets().stream().map(model::entity).toList();
        List<CollectionQuery> queries = new ArrayList<>();
        for (EntityMetadata target : targets) {
            queries.add(query(target, options, depth, elsewhere(target, targets, options.get("$select"))));
        }
        return new Expansion(navigation, queries, references, options);
    }

    private Set<String> elsewhere(EntityMetadata target, List<EntityMetadata> targets, @Nullable String select) {
        Set<String> names = new LinkedHashSet<>();
        if (select != null && targets.size() > 1) {
            for (String name : select.split(",", -1)) {
                if (targets.stream().anyMatch(other -> !other.equals(target) && known(other, name.strip()))) {
                    names.add(name.strip());
                }
            }
        }
        return names;
    }

    private static Map<String, String> nested(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : Splitter.split("$expand", text, ';')) {
            int equal = option.indexOf('=');
            String name = equal < 0 ? option : option.substring(0, equal).strip();
            if (!NESTED.contains(name) || equal < 0) {
                throw ODataCode.QUERY_SYNTAX.fault(
                        "$expand: '" + Shown.of(name) + "' cannot stand in its parentheses; there are $select, $filter,"
                                + " $orderby, $top and $expand, each with = and separated by ;.");
            }
            if (options.put(name, option.substring(equal + 1).strip()) != null) {
                throw ODataCode.QUERY_SYNTAX.fault("$expand: " + name + " is given twice.");
            }
        }
        return options;
    }
}
