package io.nightshift.server.webapi.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.metadata.Definitions;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.metadata.StandardEntities;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.query.Queries;
import io.nightshift.platform.query.QueryContext;
import io.nightshift.platform.query.QueryContext.Caller;
import io.nightshift.platform.security.OrganizationSecurity;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.server.webapi.metadata.MetadataDocument;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.ex.ODataException;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.core.uri.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What we read and refuse, beside what the parser of Olingo does, over random options; the differences that there are. */
class OtherParserTest {

    private static final int OPTIONS = 8000;
    private static final int FILTERS = 2000;

    /** An option about which the two are of two minds; a refusal is its reason, null is none. */
    private record Case(
            String name,
            String value,
            @Nullable String ours,
            @Nullable String theirs) {}

    /** Why they may be. */
    private enum Known {
        /** We read words that brackets and quotes keep apart without a space between them, and spaces anywhere. */
        SPACES {
            @Override
            boolean explains(Case it) {
                return it.theirs != null && it.ours == null && read(it.name, spaced(it.value)) == null;
            }
        },
        /** An option that says nothing is none to us. */
        NOTHING {
            @Override
            boolean explains(Case it) {
                return it.ours == null && (it.value.isBlank() || it.value.contains("$select=;"));
            }
        },
        /** To us "not" reaches as far as the comparison; it wants brackets around one. */
        NOT_OF_A_COMPARISON {
            @Override
            boolean explains(Case it) {
                return it.ours == null
                        && it.value.matches(".*\\bnot\\s+[a-z_]+(?:/[a-z]+)?\\s+(?:eq|ne|gt|ge|lt|le|in)\\b.*");
            }
        },
        /** It knows no "not" of a "not", and no aggregate called like a property. */
        MORE_THAN_IT_READS {
            @Override
            boolean explains(Case it) {
                return it.ours == null
                        && (it.value.matches(".*\\bnot\\s*\\(?\\s*not\\b.*")
                                || String.valueOf(it.theirs).startsWith("Alias "));
            }
        },
        /** What is refused by what the fault says: each is a decision of ours, or carelessness of the other. */
        STRICTER {
            @Override
            boolean explains(Case it) {
                return it.ours != null && STRICTNESS.matcher(it.ours).find();
            }
        };

        private static final Pattern STRICTNESS = Pattern.compile(String.join(
                "|",
                // A parameter that is given nowhere is null to it.
                "is given nowhere",
                // It orders nulls, compares values with each other, and sorts by values and what begins with a minus.
                "null is compared by eq and ne alone",
                "two values are compared",
                "property named '(?:[-'@\\d]|(?:true|false|null)')",
                // It takes any name for an aggregate of the service's own, and groups by nothing.
                "'with' is expected where",
                "the name of a property is expected where '\\)' stands",
                // All navigation properties at once would be some sixty queries.
                "named '\\*'",
                // It converts between numbers, whole or not, and text.
                "has a value of another type where",
                // In a list it does without commas and brackets, in an id without the end, in a year without one.
                "',' is expected where",
                "'\\(' is expected where",
                "'in' stands",
                "nothing more is expected where '-",
                "'[-\\d]' cannot stand here"));

        abstract boolean explains(Case it);

        /** One space where one may be: what it reads in this form it would have read but for the spaces. */
        static String spaced(String text) {
            StringBuilder spaced = new StringBuilder();
            var tokens = Pattern.compile("'(?:[^']|'')*'|\\s+|[(),/:;=]|[^\\s'(),/:;=]+")
                    .matcher(text.replaceAll("\\b(eq|ne|gt|ge|lt|le)-", "$1 -"));
            String before = "(";
            while (tokens.find()) {
                String token = tokens.group();
                if (token.isBlank()) {
                    continue;
                }
                boolean word = !"(),/:;=".contains(token) && !"(,/:;=".contains(before);
                boolean keyword = Set.of("and", "or", "in", "eq", "ne", "gt", "ge", "lt", "le", "not")
                        .contains(before);
                spaced.append(word || (keyword && token.equals("(")) ? " " : "").append(token);
                before = token;
            }
            return spaced.toString();
        }
    }

    private static final Model MODEL = model();
    private static final Parser OTHER = new Parser(edm(), OData.newInstance());
    private static final Queries QUERIES = new Queries(
            new Organization("x", "x", 1, MODEL.metadata(), 0, OrganizationSecurity.none()), Queries.TIMEOUT);

    private static final QueryContext CONTEXT =
            QueryContext.of(Instant.parse("2026-03-01T10:20:30Z"), Caller.of(new UUID(0, 1), new UUID(0, 2), Set.of()));

    private static Model model() {
        Definitions standard = StandardEntities.definitions();
        return new Model(new OrganizationMetadata(1, standard.entities(), standard.manyToMany()));
    }

    private static Edm edm() {
        return ODataClientFactory.getClient()
                .getReader()
                .readMetadata(
                        new ByteArrayInputStream(MetadataDocument.of(MODEL).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatOneReadsTheOtherReadsButForWhatIsListed() {
        List<Case> differences = new ArrayList<>();
        Map<String, Integer> seen = new TreeMap<>();
        for (int seed = 0; seed < OPTIONS; seed++) {
            RandomOptions options = new RandomOptions(seed);
            Map.Entry<String, String> option = seed % 2 == 0 ? options.valid() : options.mutilated();
            String ours = ours(option);
            String theirs = read(option.getKey(), option.getValue());
            seen.merge(ours == null ? "read" : "refused", 1, Integer::sum);
            if ((ours == null) != (theirs == null)) {
                Case difference = new Case(option.getKey(), option.getValue(), ours, theirs);
                List<Known> why = List.of(Known.values()).stream()
                        .filter(each -> each.explains(difference))
                        .toList();
                why.forEach(each -> seen.merge(each.name(), 1, Integer::sum));
                if (why.isEmpty()) {
                    differences.add(difference);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(seen).containsKeys("SPACES", "STRICTER");
        assertThat(seen.get("read")).isGreaterThan(OPTIONS / 2);
        assertThat(seen.get("refused")).isGreaterThan(OPTIONS / 4);
    }

    private static @Nullable String ours(Map.Entry<String, String> option) {
        try {
            CollectionQuery query = new OptionsReader(MODEL, Map.of())
                    .read(MODEL.entity("account"), Map.of(option.getKey(), option.getValue()));
            check(query);
            return null;
        } catch (OrganizationServiceFault refused) {
            return refused.getMessage();
        }
    }

    /** Whether values fit their attributes is what the query tree looks at. */
    private static void check(CollectionQuery query) {
        QUERIES.check(query.query(), CONTEXT);
        query.expansions().forEach(expansion -> expansion.queries().forEach(OtherParserTest::check));
    }

    private static @Nullable String read(String name, String option) {
        String value = URLEncoder.encode(option, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            OTHER.parseUri("accounts", name + "=" + value, null, null);
            return null;
        } catch (ODataException | RuntimeException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** Both trees over the same records: ours as it is evaluated in memory, the other's by the rules of our documents. */
    @Test
    void filtersMeanTheSameInBoth() throws Exception {
        int holding = 0;
        for (int seed = 0; seed < FILTERS; seed++) {
            String text = new RandomOptions(seed).filter(false);
            FilterExpression ours = new OptionsReader(MODEL, Map.of())
                    .read(MODEL.entity("account"), Map.of("$filter", text))
                    .query()
                    .criteria();
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
            Expression theirs = OTHER.parseUri("accounts", "$filter=" + encoded, null, null)
                    .getFilterOption()
                    .getExpression();
            Random random = new Random(seed);
            for (int i = 0; i < 5; i++) {
                Entity account = account(random);
                boolean holds = QUERIES.holds(account, ours, CONTEXT);
                holding += holds ? 1 : 0;
                assertThat(holds)
                        .as("seed " + seed + ": " + text + " of " + account.attributes())
                        .isEqualTo(Boolean.TRUE.equals(theirs.accept(new FilterMeaning(account))));
            }
        }
        assertThat(holding).isBetween(FILTERS, 4 * FILTERS);
    }

    private static Entity account(Random random) {
        Entity account = new Entity("account", new UUID(0, random.nextInt(3)));
        put(account, random, "name", "a", "A", "b", "it's", "10% off", "_x");
        put(account, random, "accountnumber", "a", "B", "10", "ab");
        put(account, random, "telephone1", "b", "x");
        put(account, random, "revenue", Money.of("10.5"), Money.of("0"), Money.of("20"), Money.of("5"));
        put(account, random, "creditlimit", Money.of("1"), Money.of("-3"));
        put(account, random, "numberofemployees", 0, 1, 5, 7);
        put(account, random, "industrycode", new OptionSetValue(1), new OptionSetValue(5));
        put(account, random, "donotemail", true, false);
        put(account, random, "creditonhold", true, false);
        put(account, random, "createdon", Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2020-02-29T12:30:00Z"));
        put(account, random, "lastusedincampaign", Instant.parse("2025-01-01T00:00:00Z"));
        put(account, random, "primarycontactid", new EntityReference("contact", new UUID(0, 0)));
        account.set("accountid", account.id());
        return account;
    }

    private static void put(Entity account, Random random, String attribute, Object... values) {
        int which = random.nextInt(values.length + 1);
        if (which < values.length) {
            account.set(attribute, values[which]);
        }
    }
}
