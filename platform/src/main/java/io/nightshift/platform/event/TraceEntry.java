package io.nightshift.platform.event;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a step, as it is written down (Dynamics: plugintracelog).
 *
 * @param text what the code traced
 * @param error what it threw, or null
 */
public record TraceEntry(
        Step step,
        EventContext context,
        String text,
        @Nullable Throwable error,
        Instant startedOn,
        Duration ran) {

    private static final int MOST_DETAILS = 64 * 1024;

    Entity toRecord() {
        return new Entity("plugintracelog")
                .set(
                        "typename",
                        shortened(step.handler().get("typename") instanceof String name ? name : step.title(), 1024))
                .set("messagename", shortened(context.messageName(), 1024))
                .set("primaryentity", shortened(context.primaryEntityName(), 1000))
                .set("mode", new OptionSetValue(context.mode().value()))
                .set("depth", context.depth())
                .set("operationtype", new OptionSetValue(1))
                .set("messageblock", text.isEmpty() ? null : text)
                .set("exceptiondetails", error == null ? null : details(error))
                .set("configuration", step.configuration())
                .set("correlationid", context.correlationId())
                .set("requestid", context.requestId())
                .set("pluginstepid", step.id())
                .set("performanceexecutionstarttime", startedOn)
                .set("performanceexecutionduration", (int) Math.min(ran.toMillis(), Integer.MAX_VALUE));
    }

    private static String details(Throwable error) {
        StringWriter text = new StringWriter();
        try {
            error.printStackTrace(new PrintWriter(text));
        } catch (RuntimeException | StackOverflowError unreadable) {
            text.append(error.getClass().getName());
        }
        return shortened(text.toString().replace('\0', ' '), MOST_DETAILS);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
