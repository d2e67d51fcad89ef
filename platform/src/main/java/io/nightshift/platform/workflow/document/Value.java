package io.nightshift.platform.workflow.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document gives a step to work with. Immutable. */
public sealed interface Value {

    /** Text, a number, a truth value, or null, as it is written. */
    record Constant(@Nullable Object value) implements Value {}

    /** The value of an expression, in its own type. */
    record Computed(Expression expression) implements Value {}

    /** Text with the values of expressions in it. */
    record Text(List<Value> parts) implements Value {
        public Text {
            parts = List.copyOf(parts);
        }
    }

    /** Several. */
    record Several(List<Value> values) implements Value {
        public Several {
            values = List.copyOf(values);
        }
    }

    /** Named values, in the order of the document. */
    record Named(Map<String, Value> values) implements Value {
        public Named {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
