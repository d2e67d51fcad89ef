package io.nightshift.sdk;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An amount of money. Two are equal when their amounts are, however many zeros follow: 1.5 is 1.50. */
public record Money(BigDecimal value) {

    public Money {
        Objects.requireNonNull(value, "value");
    }

    /** The amount written as text, for example {@code 12.50}. */
    public static Money of(String value) {
        return new Money(new BigDecimal(value));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Money that && value.compareTo(that.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }
}
