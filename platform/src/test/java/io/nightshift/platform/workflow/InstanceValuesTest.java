package io.nightshift.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import io.nightshift.sdk.OrganizationServiceFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an instance knows is the same after it was read from its checkpoint, and never larger than that can hold. */
class InstanceValuesTest {

    private static Object kept(Object value) {
        return InstanceJson.value(InstanceJson.value(value));
    }

    @Test
    void whatLooksLikeATagStaysWhatItIs() {
        Map<String, Object> tagged = Map.of("$time", "no time", "plain", Map.of("$day", "none"));
        assertThat(kept(tagged)).isEqualTo(tagged);
        assertThat(kept(Map.of("$map", Map.of()))).isEqualTo(Map.of("$map", Map.of()));
    }

    @Test
    void severalOptionsStayOptions() {
        OptionSetValueCollection options =
                new OptionSetValueCollection(List.of(new OptionSetValue(3), new OptionSetValue(-1)));
        assertThat(kept(options)).isEqualTo(options);
    }

    @Test
    void aNumberOfABillionDigitsIsNotWrittenOut() {
        BigDecimal large = new BigDecimal("1e999999999");
        assertThat(Evaluation.text(large)).isEqualTo("1E+999999999");
        assertThatThrownBy(() -> ValueSize.checked(large))
                .isInstanceOf(OrganizationServiceFault.class)
                .hasMessageContaining("digits");
    }

    @Test
    void aListThatHoldsItsLikeTwiceIsMeasuredNotCopied() {
        List<Object> list = new ArrayList<>(List.of("x"));
        for (int i = 0; i < 60; i++) {
            list = List.of(list, list);
        }
        List<Object> doubled = list;
        assertThatThrownBy(() -> ValueSize.check(doubled))
                .isInstanceOf(OrganizationServiceFault.class)
                .hasMessageContaining("keep references");
    }
}
