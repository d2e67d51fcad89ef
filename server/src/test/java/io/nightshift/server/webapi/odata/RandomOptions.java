package io.nightshift.server.webapi.odata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Query options over accounts: as they should be, and a little mutilated. */
public final class RandomOptions {

    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|[A-Za-z_$@][\\w.$]*|[0-9][0-9A-Za-z:.+-]*|\\s+|.", Pattern.DOTALL);

    /** Properties of accounts by the kind of their values. */
    private static final Map<String, List<String>> PROPERTIES = Map.of(
            "text", List.of("name", "accountnumber", "telephone1"),
            "number", List.of("revenue", "creditlimit"),
            "whole", List.of("numberofemployees", "industrycode"),
            "yes", List.of("donotemail", "creditonhold"),
            "moment", List.of("createdon", "lastusedincampaign"),
            "id", List.of("accountid", "_primarycontactid_value"));

    private static final Map<String, List<String>> LITERALS = Map.of(
            "text", List.of("'a'", "'B'", "'b'", "'it''s'", "'10%'", "''", "'_x'"),
            "number", List.of("0", "1", "5", "-3", "10.5", "20"),
            "whole", List.of("0", "1", "5", "-3"),
            "yes", List.of("true", "false"),
            "moment", List.of("2026-01-01T00:00:00Z", "2020-02-29T12:30:00Z", "2999-12-31T23:59:59Z"),
            "id", List.of("6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11", "00000000-0000-0000-0000-000000000000"));

    private static final List<String> JUNK = List.of(
            "(",
            ")",
            ",",
            "'",
            " ",
            "eq",
            "and",
            "or",
            "not",
            "null",
            "x",
            "5",
            "'q'",
            "/",
            "$",
            "=",
            ";",
            "desc",
            "name",
            "revenue",
            "any",
            ":",
            "@p",
            "-",
            "true",
            "nothing",
            "any(t:t/",
            "in",
            "*",
            ".");

    private final Random random;

    /** The same options for the same seed. */
    public RandomOptions(long seed) {
        this.random = new Random(seed);
    }

    /** An option that is right, its name first. */
    public Map.Entry<String, String> valid() {
        return switch (random.nextInt(8)) {
            case 0 -> Map.entry("$select", select());
            case 1 -> Map.entry("$orderby", order());
            case 2 -> Map.entry("$expand", expand(0));
            case 3 -> Map.entry("$apply", apply());
            default -> Map.entry("$filter", filter(true));
        };
    }

    /** One that was right before some of its words were changed; it may still be right. */
    public Map.Entry<String, String> mutilated() {
        Map.Entry<String, String> right = valid();
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(right.getValue());
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        for (int i = random.nextInt(2); i >= 0; i--) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(4)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, one(JUNK));
                case 2 -> tokens.set(at, one(JUNK));
                default -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
            }
            if (tokens.isEmpty()) {
                tokens.add(one(JUNK));
            }
        }
        return Map.entry(right.getKey(), String.join("", tokens));
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String list(int most, Supplier<String> part) {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            parts.add(part.get());
        }
        return String.join(",", parts);
    }

    private String kind() {
        return one(List.of("text", "text", "number", "whole", "yes", "moment", "id"));
    }

    private String property() {
        return one(PROPERTIES.get(kind()));
    }

    private String select() {
        return list(4, this::property);
    }

    private String order() {
        return list(3, () -> property() + one(List.of("", " asc", " desc")));
    }

    private String expand(int depth) {
        String tasks = "Account_Tasks"
                + nested(List.of("$select=subject", "$filter=subject eq 'a'", "$orderby=createdon desc", "$top=3"));
        String contact = "primarycontactid" + nested(List.of("$select=fullname,lastname"));
        return one(List.of(tasks, contact, tasks + "," + contact, "ownerid($select=ownerid)", "primarycontactid"))
                .replace(
                        "ownerid($select=ownerid)",
                        depth == 0 ? "parentaccountid($expand=" + contact + ")" : "ownerid");
    }

    private String nested(List<String> options) {
        List<String> some = options.stream().filter(_ -> random.nextBoolean()).toList();
        return some.isEmpty() ? "" : "(" + String.join(";", some) + ")";
    }

    private String apply() {
        String group = one(List.of("industrycode", "donotemail", "numberofemployees"));
        String sum = "aggregate(revenue with " + one(List.of("sum", "min", "max", "average")) + " as total)";
        return one(List.of(
                "groupby((" + group + "))",
                "groupby((" + group + ")," + sum + ")",
                "filter(" + filter(false) + ")/groupby((" + group + ")," + sum + ")",
                "aggregate($count as n)",
                sum));
    }

    /**
     * A filter.
     *
     * @param linked whether it may ask about linked records
     */
    public String filter(boolean linked) {
        return filter(3, linked);
    }

    private String filter(int depth, boolean linked) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(5)) {
                case 0 -> "not (" + filter(depth - 1, linked) + ")";
                case 1 -> "(" + filter(depth - 1, linked) + ")";
                case 2, 3 -> filter(depth - 1, linked) + " and " + filter(depth - 1, linked);
                default -> filter(depth - 1, linked) + " or " + filter(depth - 1, linked);
            };
        }
        return linked && random.nextInt(8) == 0 ? ofLinked() : ofOwn();
    }

    private String ofLinked() {
        return one(List.of(
                "primarycontactid/lastname eq 'a'",
                "primarycontactid/createdon gt 2026-01-01T00:00:00Z",
                "contains(primarycontactid/lastname,'a')",
                "Account_Tasks/any()",
                "Account_Tasks/any(t:t/subject eq 'a' or t/subject eq 'b')",
                "Account_Tasks/all(t:t/subject eq 'a')"));
    }

    private String ofOwn() {
        String kind = kind();
        String property = one(PROPERTIES.get(kind));
        String literal = one(LITERALS.get(kind));
        boolean ordered = !kind.equals("yes") && !kind.equals("id");
        return switch (random.nextInt(7)) {
            case 0 -> property + one(List.of(" eq ", " ne ")) + "null";
            case 1 ->
                one(List.of("contains", "startswith", "endswith")) + "(" + one(PROPERTIES.get("text")) + ","
                        + one(LITERALS.get("text")) + ")";
            case 2 -> kind.equals("yes") ? property : property + " eq " + literal;
            case 3 -> property + one(List.of(" eq ", " ne ")) + literal;
            case 4 ->
                kind.equals("yes") || kind.equals("moment")
                        ? property + " ne " + literal
                        : property + " in (" + literal + "," + one(LITERALS.get(kind)) + ")";
            default -> property + (ordered ? one(List.of(" gt ", " ge ", " lt ", " le ")) : " eq ") + literal;
        };
    }
}
