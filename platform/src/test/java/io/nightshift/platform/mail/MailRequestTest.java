package io.nightshift.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.ServiceFault;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be asked of mail, and what a hostile caller cannot. */
class MailRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`nonsense` | JSON",
                "`[]` | object",
                "`{\"to\":\"a@b.org\",\"text\":\"x\",\"form\":1}` | 'form' is not known",
                "`{\"subject\":\"x\",\"text\":\"x\"}` | no recipient",
                "`{\"to\":\"a@b.org\",\"subject\":\"x\"}` | no content",
                "`{\"to\":\"a@b.org\",\"subject\":\"x\\r\\nBcc: eve@b.org\",\"text\":\"x\"}` | one line",
                "`{\"to\":\"a@b.org, eve@b.org\",\"subject\":\"x\",\"text\":\"x\"}` | not valid",
                "`{\"to\":\"a@b.org\\r\\nRCPT TO:<eve@b.org>\",\"subject\":\"x\",\"text\":\"x\"}` | not valid",
                "`{\"to\":\"ada\",\"subject\":\"x\",\"text\":\"x\"}` | not valid",
                "`{\"to\":\"a@b.org\",\"replyto\":\"x\",\"subject\":\"x\",\"text\":\"x\"}` | replies",
                "`{\"to\":\"a@b.org\",\"subject\":\"x\",\"text\":\"{{#a}}\",\"values\":{}}` | template",
                "`{\"to\":\"a@b.org\",\"subject\":\"x\",\"text\":\"{{> /etc/passwd}}\",\"values\":{}}` | template",
                "`{\"to\":\"a@b.org\",\"text\":\"x\",\"attachments\":[{\"name\":\"a\",\"content\":\"?\"}]}` | Base64",
                "`{\"to\":\"a@b.org\",\"text\":\"x\",\"attachments\":[{\"name\":\"a\\nb\",\"content\":\"\"}]}` | one line",
                "`{\"to\":\"a@b.org\",\"text\":\"x\",\"attachments\":[{\"name\":\"a\",\"contenttype\":\"pdf\",\"content\":\"\"}]}` | content type",
                "`{\"to\":\"a@b.org\",\"text\":\"x\",\"attachments\":[{\"name\":\"a\",\"contenttype\":\"a/b;\\r\\nX: y\",\"content\":\"\"}]}` | content type",
                "`{\"to\":\"a@b.org\",\"text\":\"x\",\"attachments\":[{\"name\":\"a\",\"contenttype\":\"multipart/mixed\",\"content\":\"\"}]}` | content type"
            })
    void aBadRequestIsRefusedWithASentence(String data, String why) {
        assertThatThrownBy(() -> MailRequest.read(data))
                .isInstanceOfSatisfying(
                        ServiceFault.class,
                        fault -> assertThat(fault.errorCode()).isEqualTo(ErrorCode.INVALID_ARGUMENT.code()))
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\r", "\n");
    }

    @Test
    void bracesAreTextUnlessThereAreValues() {
        Mail mail = MailRequest.read("{\"to\":\"a@b.org\",\"subject\":\"{{x}}\",\"text\":\"{{#\"}");
        assertThat(mail.subject()).isEqualTo("{{x}}");
        assertThat(mail.text()).isEqualTo("{{#");
    }

    @Test
    void aTemplateKnowsItsValuesAndNothingElse() {
        assertThat(MailTemplate.text("{{a.b}}{{class}}{{a.getClass.name}}{{missing}}", Map.of("a", Map.of("b", "<1>"))))
                .isEqualTo("<1>");
        String bomb = "{{#l}}{{#l}}{{#l}}{{#l}}xxxxxxxxxxxxxxxxxxxx{{/l}}{{/l}}{{/l}}{{/l}}";
        List<String> many = Collections.nCopies(200, "x");
        assertThatThrownBy(() -> MailTemplate.text(bomb, Map.of("l", many))).hasMessageContaining("longer than");
    }
}
