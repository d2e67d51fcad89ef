package io.nightshift.server.webapi.odata;

import io.nightshift.server.webapi.odata.Tokens.Kind;
import io.nightshift.server.webapi.odata.Tokens.Token;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what stands in the parentheses of an address: one value, or names with values. */
public final class KeyText {

    private KeyText() {}

    /**
     * The values by their names; a single value without a name has the name "". Quotes are taken off.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80060888 when it is neither
     */
    public static Map<String, String> read(String text) {
        Tokens tokens = new Tokens("The key in the address", text);
        Map<String, String> values = new LinkedHashMap<>();
        do {
            Token token = tokens.next();
            if (token.kind() == Kind.NAME && tokens.take("=")) {
                if (values.put(token.text(), value(tokens, tokens.next())) != null) {
                    throw tokens.faultAt(token.position(), "'" + Shown.of(token.text()) + "' is given twice");
                }
            } else {
                values.put("", value(tokens, token));
            }
        } while (tokens.take(","));
        tokens.expectEnd();
        if (values.size() > 1 && values.containsKey("")) {
            throw tokens.faultAt(0, "each value of a key needs its name");
        }
        return values;
    }

    private static String value(Tokens tokens, Token token) {
        boolean value = switch (token.kind()) {
            case STRING, NUMBER, GUID, TIME -> true;
            case NAME ->
                token.text().equals("true")
                        || token.text().equals("false")
                        || token.text().startsWith("@");
            case MARK, END -> false;
        };
        if (!value) {
            throw tokens.faultAt(token.position(), "a value is expected, text in single quotes");
        }
        return token.text();
    }
}
