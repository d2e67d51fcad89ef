package io.nightshift.server.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.server.webapi.RawConnection.RawAnswer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Requests that began as good ones and were mutilated: whatever is sent, the server answers soon, never with a 5xx, and
 * tells nothing of its insides. A failure names the seed of its request.
 */
class MalformedRequestsTest {

    private static final int REQUESTS = 20_000;
    private static final int MANY = 500_000;
    private static final int THREADS = 4;

    private static final String[] ADDRESSES = {
        "accounts?$select=name,revenue&$filter=name eq 'a' and revenue gt 10&$orderby=name desc&$top=3&$count=true",
        "accounts?$filter=contains(name,'x') or not (createdon lt 2026-01-01T00:00:00Z)&$top=2",
        "accounts?$filter=Account_Tasks/any(t:t/subject eq 'a' and t/regardingobjectid_account/name ne null)&$top=2",
        "accounts?$filter=Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['a','b'])&$top=2",
        "accounts?$expand=primarycontactid($select=fullname;$expand=ownerid),Account_Tasks($top=1;$filter=subject ne 'a')&$top=1",
        "accounts?$apply=filter(revenue gt 1)/groupby((industrycode),aggregate(revenue with sum as total,$count as n))",
        "accounts?fetchXml=<fetch top='1'><entity name='account'><attribute name='name'/><filter><condition attribute='name' operator='like' value='a%25'/></filter></entity></fetch>",
        "accounts(6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11)/primarycontactid/fullname/$value",
        "accounts(6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11)/Account_Tasks/$count?$filter=subject eq 'a'",
        "accounts(name='a',accountnumber='b')?$select=name",
        "accounts/$count?$filter=statecode eq 0 and donotemail",
        "asyncoperations?$select=name,statecode&$filter=operationtype eq 10 and postponeuntil gt 2020-01-01&$top=2",
        "EntityDefinitions(LogicalName='account')/Attributes(LogicalName='name')?$select=LogicalName",
        "EntityDefinitions?$select=LogicalName&$filter=IsCustomEntity eq false&$expand=Keys",
        "WhoAmI()?@p1=1",
        "accounts?$top=1&$skiptoken=MSAwIGZhbHNlIA",
        "contacts?userQuery=6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11",
    };
    private static final String[] BODIES = {
        "{\"name\":\"fuzz\",\"revenue\":12.50,\"donotemail\":true,\"numberofemployees\":3,\"industrycode\":1}",
        "{\"name\":\"fuzz\",\"primarycontactid@odata.bind\":\"/contacts(6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11)\"}",
        "{\"value\":\"x\"}",
        "{\"@odata.id\":\"/contacts(6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11)\"}",
        "{\"name\":null,\"overriddencreatedon\":\"2026-01-01T00:00:00Z\",\"statecode\":1,\"statuscode\":2}",
        "--b\r\nContent-Type: application/http\r\n\r\nGET accounts?$top=1 HTTP/1.1\r\n\r\n\r\n--b--",
        "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n--c\r\nContent-ID: 1\r\n\r\nPOST accounts HTTP/1.1\r\n\r\n{\"nome\":\"a\"}\r\n--c--\r\n--b--",
        "{\"QuerySet\":[{\"EntityName\":\"nothing\",\"Criteria\":{\"Conditions\":[{\"AttributeName\":\"name\",\"Operator\":\"Equal\",\"Values\":[\"a\"]}]}}],\"JobName\":\"x\"}",
        "{\"Requests\":[{\"RequestName\":\"Create\",\"Target\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"nome\":1}}],\"Settings\":{\"ContinueOnError\":true}}",
        "{\"Targets\":[{\"name\":1}]}",
    };
    private static final String[] TARGETS = {
        "accounts",
        "accounts(6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11)",
        "$batch",
        "BulkDelete",
        "Nightshift.ExecuteMultiple",
        "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
        "accounts(6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11)/name",
        "accounts(6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11)/primarycontactid/$ref",
        "contacts",
        "asyncoperations",
    };
    private static final String[] CHANGING = {"POST", "PATCH", "PUT", "DELETE", "POST", "PATCH", "QUACK"};
    private static final String[] PIECES = {
        "'",
        "\"",
        "(",
        ")",
        "/",
        "$",
        "@",
        ",",
        ";",
        "=",
        "%00",
        "%ff",
        "%zz",
        "%27",
        "null",
        "true",
        "eq",
        "and",
        "not",
        "any(",
        "9999999999999999999999",
        "-1",
        "1e400",
        "0x",
        "[]",
        "{}",
        "[[[[",
        "{\"a\":",
        "*",
        "\u00e9",
        "\ud83d\ude00",
        "W/\"1\"",
        "--b",
        "<",
        "&lt;",
        "&",
        "$1",
        "..",
        "//",
        "$ref",
        "$value",
        "$count",
        "$metadata",
        "%2F",
        "\\u0000",
        "999-99-99",
        "2026-13-45T25:61:61Z",
        "6f1d3c58-7c0e-4a9b-9a68",
        "Microsoft.Dynamics.CRM.",
        "((((((((((",
        "not not not ",
        "name",
        "_value",
        "createdon",
        "\u0000",
        "+",
        "?",
        "#",
        "$skiptoken=",
        "$select=",
        "$expand=",
    };

    private static final Map<Integer, Integer> STATUSES = new ConcurrentHashMap<>();

    private record Sent(long seed, String head, byte[] body) {}

    @Test
    void theServerAnswersAndTellsNothing() throws Exception {
        STATUSES.clear();
        send(0, REQUESTS);
        // Some were still good, and the others were refused for what they say, not at the door.
        assertThat(STATUSES.getOrDefault(200, 0)).isGreaterThan(REQUESTS / 50);
        assertThat(STATUSES.getOrDefault(400, 0)).isGreaterThan(REQUESTS / 5);
        assertThat(STATUSES).doesNotContainKey(401);
    }

    /** What a request leaves behind is nothing: what lives after a tenth of many requests lives after all of them. */
    @Test
    @Tag("long")
    void halfAMillionLeaveNothingBehind() throws Exception {
        send(REQUESTS, MANY / 10);
        long early = live();
        send(MANY / 10, MANY);
        long late = live();
        assertThat((double) late).isBetween(0.0, 1.1 * early);
    }

    /** The bytes that are left when the collector has taken what it can. */
    private static long live() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static void send(int from, int to) throws Exception {
        Logger quiet = Logger.getLogger(Failures.class.getName());
        Level before = quiet.getLevel();
        quiet.setLevel(Level.WARNING);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<List<String>>> shares = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                shares.add(() -> share(from + first, to));
            }
            List<String> failures = new ArrayList<>();
            for (Future<List<String>> share : threads.invokeAll(shares)) {
                failures.addAll(share.get());
            }
            assertThat(failures).isEmpty();
        } finally {
            quiet.setLevel(before);
        }
    }

    private static List<String> share(int first, int to) throws Exception {
        List<String> failures = new ArrayList<>();
        try (RawConnection connection = new RawConnection(WebApiFixture.server().uri())) {
            for (int seed = first; seed < to && failures.size() < 5; seed += THREADS) {
                Sent sent = request(seed);
                RawAnswer answer = connection.send(sent.head(), sent.body());
                STATUSES.merge(answer.status(), 1, Integer::sum);
                boolean tells =
                        answer.body().contains("Exception") || answer.body().contains("io.nightshift");
                if (answer.status() >= 500 || tells) {
                    failures.add("seed " + seed + ": " + answer.status() + " " + answer.body() + " for\n" + sent.head()
                            + new String(sent.body(), StandardCharsets.UTF_8));
                }
            }
        }
        return failures;
    }

    private static Sent request(long seed) {
        Random random = new Random(seed);
        boolean reads = random.nextBoolean();
        String method = reads ? "GET" : CHANGING[random.nextInt(CHANGING.length)];
        String address = reads ? ADDRESSES[random.nextInt(ADDRESSES.length)] : TARGETS[random.nextInt(TARGETS.length)];
        byte[] body = reads
                ? new byte[0]
                : mutilated(BODIES[random.nextInt(BODIES.length)], random).getBytes(StandardCharsets.UTF_8);
        String target = target(reads || random.nextInt(4) == 0 ? mutilated(address, random) : address);
        StringBuilder head =
                new StringBuilder(method + " /api/data/v9.2/" + target + " HTTP/1.1\r\nHost: localhost\r\n");
        head.append("Authorization: Bearer ")
                .append(WebApiFixture.server().token())
                .append("\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n");
        if (target.startsWith("$batch")) {
            head.append("Content-Type: multipart/mixed;boundary=b\r\n");
        }
        if (random.nextInt(3) == 0) {
            String[] preferences = {
                "return=representation",
                "odata.maxpagesize=2",
                "odata.include-annotations=\"*\"",
                "odata.maxpagesize=x,,",
                "odata.include-annotations=\"*",
                "=;,",
                "odata.continue-on-error"
            };
            head.append("Prefer: ")
                    .append(preferences[random.nextInt(preferences.length)])
                    .append("\r\n");
            String[] matches = {"*", "W/\"1\"", "null", "\"", "W/\"x\""};
            head.append(random.nextBoolean() ? "If-Match: " : "If-None-Match: ")
                    .append(matches[random.nextInt(matches.length)])
                    .append("\r\n");
        }
        return new Sent(seed, head.append("\r\n").toString(), body);
    }

    /** What would end the line or the request is written so that it reaches the server. */
    private static String target(String address) {
        StringBuilder target = new StringBuilder();
        for (byte each : address.getBytes(StandardCharsets.UTF_8)) {
            if (each <= ' ' || each == 127 || "\"<>\\^`{|}#".indexOf(each) >= 0) {
                target.append(String.format("%%%02X", each & 0xff));
            } else {
                target.append((char) each);
            }
        }
        return target.toString();
    }

    private static String mutilated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            int to = Math.min(changed.length(), at + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> changed.delete(at, to);
                case 1 -> changed.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> changed.replace(at, to, PIECES[random.nextInt(PIECES.length)]);
                case 3 -> changed.insert(at, changed.substring(at, to).repeat(random.nextInt(20)));
                default -> changed.insert(at, (char) (32 + random.nextInt(95)));
            }
        }
        return changed.toString();
    }
}
