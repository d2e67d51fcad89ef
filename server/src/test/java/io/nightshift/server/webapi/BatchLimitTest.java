package io.nightshift.server.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the answers of a batch may have together: what is asked for after that is refused before anything is done. */
class BatchLimitTest {

    private static final String LONG = "x".repeat(4000);

    private final List<String> carriedOut = new ArrayList<>();
    private final Batch.Answering answering = new Batch.Answering() {
        @Override
        public ApiAnswer alone(ApiRequest request) {
            carriedOut.add(request.path());
            return ApiAnswer.text("text/plain", LONG);
        }

        @Override
        public List<ApiAnswer> together(Batch.ChangeSet changes) {
            carriedOut.add("change set");
            return List.of();
        }
    };

    private ApiAnswer batch(boolean continues, String body) {
        Headers headers = new Headers(
                continues
                        ? Map.of("Content-Type", "multipart/mixed;boundary=b", "Prefer", "odata.continue-on-error")
                        : Map.of("Content-Type", "multipart/mixed;boundary=b"));
        byte[] bytes = body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        ApiRequest request = new ApiRequest(
                "POST", "http://here/api/data/v9.2", "$batch", Map.of(), headers, RequestBody.of(bytes), Map.of());
        return new Batch(request, answering, 10_000).answer();
    }

    private static String get(int number) {
        return "--b\nContent-Type: application/http\n\nGET a" + number + " HTTP/1.1\n\n";
    }

    private static final String CHANGES = "--b\nContent-Type: multipart/mixed;boundary=c\n\n--c\n"
            + "Content-Type: application/http\nContent-ID: 1\n\nPOST accounts HTTP/1.1\n\n{}\n--c--\n";

    @Test
    void nothingIsCarriedOutAfterTheLimit() {
        String all = get(1) + get(2) + CHANGES + get(4) + get(5) + CHANGES + "--b--";
        ApiAnswer stopped = batch(false, all);
        assertThat(stopped.status()).isEqualTo(400);
        assertThat(carriedOut).containsExactly("a1", "a2", "change set", "a4");
        String text = new String(stopped.body(), StandardCharsets.UTF_8);
        assertThat(text).containsOnlyOnce("HTTP/1.1 400").contains("more than 10000 bytes", "another batch");
        assertThat(text.split(LONG, -1)).as("what was done is answered").hasSize(4);

        carriedOut.clear();
        ApiAnswer continued = batch(true, all);
        assertThat(continued.status()).isEqualTo(200);
        assertThat(carriedOut).containsExactly("a1", "a2", "change set", "a4");
        assertThat(new String(continued.body(), StandardCharsets.UTF_8).split("HTTP/1.1 400", -1))
                .as("each of the others is told")
                .hasSize(3);
    }
}
