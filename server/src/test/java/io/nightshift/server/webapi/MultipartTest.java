package io.nightshift.server.webapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.sdk.OrganizationServiceFault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in the parts of a batch; what is long and wrong is refused in the time that it takes to read it once. */
@Timeout(60)
class MultipartTest {

    private static Multipart.Inner request(String content) {
        return Multipart.request(new Multipart.Part(new Headers(Map.of()), content));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET accounts HTTP/1.1|GET|accounts",
                "get accounts|GET|accounts",
                "`POST   /api/data/v9.2/accounts   HTTP/1.1  `|POST|/api/data/v9.2/accounts",
                "GET accounts?$filter=name eq 'a' HTTP/1.1|GET|accounts?$filter=name eq 'a'",
                "GET accounts?$filter=name eq 'a'|GET|accounts?$filter=name eq 'a'"
            })
    void theRequestLineHasAMethodAnAddressAndPerhapsAVersion(String line, String method, String address) {
        Multipart.Inner inner = request(line + "\r\nAccept: a\r\n\r\n{}");
        assertThat(inner.method()).isEqualTo(method);
        assertThat(inner.address()).isEqualTo(address);
        assertThat(inner.headers().get("Accept")).isEqualTo("a");
        assertThat(inner.body()).asString().isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET", "GET ", "G3T accounts HTTP/1.1", "/accounts HTTP/1.1"})
    void whatIsNoRequestLineIsTold(String line) {
        refused(line, "no request line");
    }

    @Test
    void aLongRunOfBlanksTakesNoLongerThanOtherText() {
        assertThat(request("GET a" + " ".repeat(60_000) + "b").address()).hasSize(60_002);
        refused("GET a" + " ".repeat(10_000_000) + "b", "request line of");
    }

    @Test
    void aHeaderThatDoesNotEndIsRefused() {
        refused("GET a HTTP/1.1\n" + "Prefer: x\n".repeat(1_000_000), "header fields of more than");
    }

    private static void refused(String content, String why) {
        assertThatThrownBy(() -> request(content))
                .isInstanceOf(OrganizationServiceFault.class)
                .hasMessageContaining(why);
    }
}
