package io.nightshift.server.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PreferTest {

    private static Prefer prefer(String text) {
        return Prefer.of(new Headers(Map.of("prefer", text)));
    }

    @Test
    void preferencesAreAListInAnyOrder() {
        Prefer prefer = prefer(
                "odata.maxpagesize=7,something=else;a=b,return=representation,odata.include-annotations=\"a.*,-a.b\",wait");
        assertThat(prefer.pageSize()).isEqualTo(7);
        assertThat(prefer.representation()).isTrue();
        assertThat(prefer.wants("a.c")).isTrue();
        assertThat(prefer.wants("a.b")).isFalse();
        assertThat(prefer.wants("b")).isFalse();
        assertThat(prefer.applied(true, true))
                .isEqualTo("return=representation,odata.include-annotations=\"a.*,-a.b\",odata.maxpagesize=7");
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        assertThat(prefer("odata.maxpagesize=x,,=;\"").pageSize()).isNull();
        assertThat(prefer("odata.maxpagesize=999999").pageSize()).isEqualTo(5000);
        assertThat(prefer("").annotations()).isEmpty();
        assertThat(prefer("odata.include-annotations=\"*\"").wants("anything")).isTrue();
        assertThat(prefer("odata.continue-on-error").continueOnError()).isTrue();
    }

    /** Not once from each of its characters. */
    @Test
    @Timeout(60)
    void aLongWordThatIsNoPreferenceIsReadOnce() {
        assertThat(prefer("a".repeat(1_000_000) + "@,return=representation").representation())
                .isTrue();
    }
}
