package io.nightshift.platform.workflow.document;

import java.util.List;
import java.util.Set;

/** Reads the steps that wait. */
final class WaitReader {

    private WaitReader() {}

    static Step time(Step.Head head, DocumentNode task) {
        DocumentReader.known(task, "wait");
        DocumentNode wait = task.required("wait");
        return new Step.Wait(head, wait == null ? new Value.Constant(null) : Durations.read(wait));
    }

    static Step record(Step.Head head, DocumentNode task) {
        DocumentReader.known(task, "listen", "timeout");
        DocumentNode with = task.required("listen");
        for (String name : List.of("to", "one", "with")) {
            if (with != null) {
                with.known(Set.of(name));
                with = with.required(name);
            }
        }
        Value record = new Value.Computed(ActionReader.RECORD);
        Expression condition = new Expression.Literal(null);
        if (with != null) {
            with.known(Set.of("type", "record", "when"));
            if (!with.requiredText("type").equals("record")) {
                with.problem("what is listened to has the type record");
            }
            DocumentNode given = with.get("record");
            record = given == null ? record : ValueReader.read(given);
            DocumentNode when = with.required("when");
            condition = when == null ? condition : ValueReader.condition(when);
        }
        DocumentNode timeout = task.get("timeout");
        DocumentNode after = timeout == null ? null : timeout.required("after");
        if (timeout != null) {
            timeout.known(Set.of("after"));
        }
        return new Step.Listen(head, record, condition, after == null ? null : Durations.read(after));
    }
}
