package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.queue.Forecast;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the small API says of what is to come: for each bucket, how much is ready, how fast it goes, how long it takes. */
final class ForecastApi {

    private final AsyncService service;

    ForecastApi(AsyncService service) {
        this.service = service;
    }

    ObjectNode answer(ApiCall call) throws SQLException {
        Instant now = service.queue().clock().now();
        ObjectNode answer = Json.object().put("now", now.toString()).put("cap", Forecast.CAP);
        ArrayNode value = answer.putArray("value");
        for (Forecast forecast : service.systemJobs().forecast(call.one("organization"))) {
            value.add(bucket(forecast, now));
        }
        return answer;
    }

    private static ObjectNode bucket(Forecast forecast, Instant now) {
        Duration toDrain = forecast.toDrain();
        Instant oldest = forecast.oldest();
        ObjectNode json = Json.object()
                .put("priorityclass", forecast.priorityClass().name().toLowerCase(Locale.ROOT))
                .put("operationtype", forecast.type().code())
                .put("type", forecast.type().label())
                .put("messagename", forecast.messageName())
                .put("ready", forecast.ready())
                .put("oldest", OperationJson.text(oldest))
                .put("perminute", Math.round(forecast.perMinute() * 10) / 10d);
        if (oldest != null) {
            json.put("oldestseconds", Math.max(0, Duration.between(oldest, now).toSeconds()));
        }
        if (toDrain != null) {
            json.put("secondstodrain", toDrain.toSeconds());
        }
        return json;
    }
}
