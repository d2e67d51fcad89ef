package io.nightshift.server.demo;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls an address over HTTP. When it is refused, the service tries again by its retry schedule. */
final class WeatherHandler implements OperationHandler {

    static final String MESSAGE = "ask-for-the-weather";

    private final HttpClient client;
    private final URI address;

    /** @param address not part of the operation's data, because it is another one after each start of the demo */
    WeatherHandler(HttpClient client, URI address) {
        this.client = client;
        this.address = address;
    }

    @Override
    public Outcome handle(OperationContext context) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        context.log("HTTP " + answer.statusCode() + ": " + answer.body());
        if (answer.statusCode() >= 400) {
            throw new HttpFailure(answer.statusCode(), "HTTP " + answer.statusCode() + ": " + answer.body());
        }
        return Outcome.succeeded(answer.body());
    }
}
