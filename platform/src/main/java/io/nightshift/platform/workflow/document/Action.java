package io.nightshift.platform.workflow.document;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step does. Immutable. */
public sealed interface Action {

    /** Creates a record; its reference is left under the step's name. */
    record Create(String entity, Map<String, Value> attributes) implements Action {}

    /** Changes attributes of a record. */
    record Update(Value record, List<Change> changes) implements Action {}

    /** How an attribute is changed. */
    enum ChangeKind {
        SET,
        APPEND,
        INCREMENT,
        DECREMENT,
        MULTIPLY,
        CLEAR
    }

    /** One change of an attribute; the value of CLEAR is null. */
    record Change(ChangeKind kind, String attribute, Value value) {}

    /** Gives a record to another user or team. */
    record Assign(Value record, Value to) implements Action {}

    /** Changes state and status reason. */
    record SetState(Value record, Value state, @Nullable Value status) implements Action {}

    /**
     * Makes an e-mail and hands it over for sending.
     *
     * @param parties {@code to}, {@code cc}, {@code bcc} and {@code from}: records with an address, or addresses
     * @param template title or id of a template; null when subject and body are given
     */
    record SendEmail(
            Map<String, Value> parties,
            @Nullable Value template,
            @Nullable Value subject,
            @Nullable Value body,
            Value regarding)
            implements Action {}

    /** Sends any message; its answer is left under the step's name. */
    record Execute(String request, Map<String, Value> parameters) implements Action {}

    /** Finds records; the list of their references is left under the step's name. */
    record Find(String entity, List<Criterion> where, int top) implements Action {}

    /** A condition of a find, its operator as FetchXML calls it. */
    record Criterion(String attribute, String operator, List<Value> values) {}

    /** Calls an address; the answer is left under the step's name. */
    record Http(
            String method,
            Value endpoint,
            Map<String, Value> headers,
            @Nullable Value body) implements Action {}

    /** Runs an activity in Java; what it answers is left under the step's name. */
    record Activity(String name, Map<String, Value> input) implements Action {}

    /** Starts another workflow and does not wait for it; its operation is left under the step's name. */
    record StartChild(String workflow, Value record, Map<String, Value> input) implements Action {}

    /** Ends the workflow. */
    record Stop(boolean succeeded, Value message) implements Action {}

    /** Raises an error that a try around it can catch; else the workflow fails. */
    record Raise(String type, Value detail) implements Action {}
}
