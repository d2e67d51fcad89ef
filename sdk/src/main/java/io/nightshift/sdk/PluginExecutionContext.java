package io.nightshift.sdk;

import org.jspecify.annotations.Nullable;

/** The execution context of a plug-in (Dynamics: IPluginExecutionContext). */
public interface PluginExecutionContext extends ExecutionContext {

    /** When in the course of a request a step runs; the numbers are those of Dynamics. */
    enum Stage {
        /** Before the transaction. */
        PRE_VALIDATION(10),
        /** In the transaction, before the record is written. */
        PRE_OPERATION(20),
        /** The platform's own part. */
        MAIN_OPERATION(30),
        /** In the transaction, after the record is written; asynchronous steps after the commit. */
        POST_OPERATION(40);

        private final int value;

        Stage(int value) {
            this.value = value;
        }

        /** The number on the wire. */
        public int value() {
            return value;
        }
    }

    /** How a step runs; the numbers are those of Dynamics. */
    enum Mode {
        /** With the request. */
        SYNCHRONOUS(0),
        /** As an operation. */
        ASYNCHRONOUS(1);

        private final int value;

        Mode(int value) {
            this.value = value;
        }

        /** The number on the wire. */
        public int value() {
            return value;
        }
    }

    /** The stage of this step. */
    Stage stage();

    /** How this step runs. */
    Mode mode();

    /** The context of the request that this one is a part of, or null. */
    @Nullable
    PluginExecutionContext parentContext();
}
