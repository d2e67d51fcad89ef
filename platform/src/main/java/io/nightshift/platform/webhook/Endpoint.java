package io.nightshift.platform.webhook;

import io.nightshift.platform.event.AddressRule;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Where a webhook is and how it knows us (Dynamics: serviceendpoint).
 *
 * @param name what people call it
 * @param address without what proves who calls
 * @param uri as it is called
 * @param headers that prove who calls
 */
record Endpoint(String name, URI address, URI uri, Map<String, String> headers) {

    private static final int WEBHOOK_KEY = 4;
    private static final int HTTP_HEADER = 5;

    /** The endpoint of a record; 0x80040203 says what is wrong with it. */
    static Endpoint of(Entity record) {
        String name = String.valueOf(record.get("name"));
        URI address = address("The service endpoint " + name, String.valueOf(record.get("url")));
        OptionSetValue type = record.get("authtype", OptionSetValue.class);
        String value = record.get("authvalue", String.class);
        Map<String, String> settings = value == null
                ? Map.of()
                : type != null && type.value() == WEBHOOK_KEY ? Map.of("code", value) : settings(name, value);
        if (type != null && type.value() == HTTP_HEADER) {
            HttpRequest.Builder trial = HttpRequest.newBuilder(address);
            try {
                settings.forEach(trial::header);
            } catch (IllegalArgumentException e) {
                throw bad(name, "one of its headers has a name or value that HTTP does not allow");
            }
            return new Endpoint(name, address, address, settings);
        }
        return new Endpoint(name, address, withQuery(address, settings), Map.of());
    }

    /** An address that may be called, as far as its text tells; 0x80040203 says what is wrong with it. */
    static URI address(String whose, String url) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw refused(whose, "its URL is not an address");
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme)
                || address.getHost() == null
                || address.getUserInfo() != null
                || address.getFragment() != null) {
            throw refused(
                    whose, "its URL has to be an http or https address with a host, without a user or fragment in it");
        }
        return address;
    }

    private static URI withQuery(URI address, Map<String, String> settings) {
        if (settings.isEmpty()) {
            return address;
        }
        String added = settings.entrySet().stream()
                .map(setting -> encoded(setting.getKey()) + "=" + encoded(setting.getValue()))
                .collect(Collectors.joining("&"));
        String text = address.toString();
        return URI.create(text + (address.getRawQuery() == null ? "?" : "&") + added);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** {@code <settings><setting name="..." value="..."/></settings>}. */
    private static Map<String, String> settings(String name, String xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Map<String, String> settings = new LinkedHashMap<>();
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("setting")) {
                    settings.put(
                            String.valueOf(reader.getAttributeValue(null, "name")),
                            String.valueOf(reader.getAttributeValue(null, "value")));
                }
            }
        } catch (XMLStreamException e) {
            settings.clear();
        }
        if (settings.isEmpty()) {
            throw bad(
                    name,
                    "its authentication value has to be <settings><setting name=\"NAME\" value=\"VALUE\"/></settings>");
        }
        return settings;
    }

    private static RuntimeException bad(String name, String why) {
        return refused("The service endpoint " + name, why);
    }

    private static RuntimeException refused(String whose, String why) {
        return FaultCode.INVALID_ARGUMENT.fault(whose + " cannot be called: " + why + ".");
    }

    /** For people and logs: without user, query and headers, where secrets travel. */
    String shown() {
        return address.getScheme() + "://" + address.getHost() + ":" + AddressRule.port(address)
                + String.valueOf(address.getRawPath());
    }
}
