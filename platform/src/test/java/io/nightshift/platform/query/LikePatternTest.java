package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.metadata.FoldedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns; that PostgreSQL agrees is shown by {@link SameAnswersTest}. */
class LikePatternTest {

    @ParameterizedTest
    @CsvSource({
        "a%, Abc, true",
        "%C, abc, true",
        "a_c, aXc, true",
        "a_c, ac, false",
        "%b%b%, abab, true",
        "%b%b%, aba, false",
        "100[%], 100%, true",
        "100[%], 1000, false",
        "a[_]c, abc, false",
        "'', '', true",
        "'', a, false",
        "%, '', true",
        "ä, A\u0308, true"
    })
    void matches(String pattern, String text, boolean expected) {
        assertThat(LikePattern.of(pattern).matches(FoldedText.of(text))).isEqualTo(expected);
    }

    @Test
    void manyWildcardsDoNotTakeLong() {
        String pattern = "%a".repeat(2000) + "%b";
        assertThat(LikePattern.of(pattern).matches("a".repeat(20_000))).isFalse();
    }
}
