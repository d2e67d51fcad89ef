package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.stage.Stage;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.queue.Retention;
import io.nightshift.queue.RetentionTimes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A large installation to look at: operations of many messages, types, owners and lanes, live in every way there is, and
 * finished over the last month. Its sizes are parameters; what is rare in it is as rare at every size.
 */
final class Night {

    static final String ORGANIZATION = "org1";
    static final String TOKEN = "lane-7";
    static final String RARE = "rare.message";
    static final UUID OWNER = new UUID(0x4000L, 0x8000000000000000L);

    private static final int DAYS = 30;
    private static final int OWNERS = 20;
    private static final int LANES = 1_000;
    /** Closing a day makes its indexes; one tick closes one. */
    private static final int MOST_TICKS = 4 * DAYS;

    private final Filling filling;

    Night(Stage stage) throws SQLException {
        this.filling = new Filling(stage);
    }

    /** @param live how many have not ended. @param finished how many have */
    void fall(int live, int finished) throws SQLException {
        Operation any =
                Operation.named("ledger.export").organization(ORGANIZATION).data("{\"day\": 1}");
        Operation later = any.postponeUntil(filling.store().clock().now().plus(Duration.ofDays(20)));
        filling.finished(any.name("Export"), finished, DAYS, ended());
        filling.live(any.name("Print").token(TOKEN), live / 10, lane());
        filling.live(any.name("Send"), live * 4 / 10, live("0", "NULL"));
        filling.live(later.name("Close"), live * 4 / 10, live("10", "2"));
        filling.live(later.name("Try"), live / 20, waiting(1, 4));
        filling.live(later.name("Mend"), Math.max(20, live / 1000), waiting(5, 5));
        filling.settle();
        Retention retention = new Retention(filling.store(), RetentionTimes.DEFAULT);
        for (int tick = 0; tick < MOST_TICKS && retention.tick() > 0; tick++) {
            // A day after another is closed, as the nights before would have done.
        }
    }

    private static Map<String, String> live(String status, String cause) {
        Map<String, String> columns = varied();
        columns.put("statuscode", status);
        columns.put("cause", cause);
        return columns;
    }

    private static Map<String, String> waiting(int cause, int retries) {
        Map<String, String> columns = live("10", Integer.toString(cause));
        columns.put("retry_count", Integer.toString(retries));
        columns.put("message", "'The warehouse did not answer within 30 s.'");
        columns.put("error_code", "-2147220970");
        if (cause == 5) {
            columns.put("postpone_until", "timestamptz '" + AsyncOperation.NEVER + "'");
        }
        return columns;
    }

    private static Map<String, String> lane() {
        Map<String, String> columns = varied();
        columns.put("token", "'lane-' || g % " + LANES);
        columns.put("lane_slot", "NULL");
        return columns;
    }

    private static Map<String, String> ended() {
        Map<String, String> columns = varied();
        columns.put("statuscode", "CASE WHEN g % 40 = 0 THEN 31 WHEN g % 97 = 0 THEN 32 ELSE 30 END");
        columns.put("message", "CASE WHEN g % 40 = 0 THEN 'The address does not exist.' END");
        columns.put("error_code", "CASE WHEN g % 40 = 0 THEN -2147220960 END");
        return columns;
    }

    private static Map<String, String> varied() {
        Map<String, String> columns = new HashMap<>();
        columns.put("message_name", "CASE WHEN g % 50000 = 0 THEN '" + RARE + "' ELSE 'message.' || g % 40 END");
        columns.put(
                "operation_type",
                "CASE WHEN g % 5 = 0 THEN 10 WHEN g % 5 = 1 THEN 1 WHEN g % 500 = 2 THEN 13 ELSE 0 END");
        columns.put("name", "t.name || ' the ledger of customer ' || g");
        columns.put("owner_id", "('00000000-0000-4000-8000-' || lpad(to_hex(g % " + OWNERS + "), 12, '0'))::uuid");
        columns.put("parent_id", "CASE WHEN g % 100 = 0 THEN t.operation_id END");
        columns.put("regarding_id", "CASE WHEN g % 10 = 0 THEN md5((g % 5000)::text)::uuid END");
        columns.put("regarding_type", "CASE WHEN g % 10 = 0 THEN 'account' END");
        columns.put("correlation_id", "md5((g / 3)::text)::uuid");
        return columns;
    }
}
