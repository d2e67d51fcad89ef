package io.nightshift.client;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.PagingInfo;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.Attribute;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

/** Pages of queries in FetchXML. */
final class FetchPage {

    private static final Set<String> PAGING = Set.of("page", "paging-cookie");
    private static final Pattern COOKIE = Pattern.compile("pagingcookie=\"([^\"]*)\"");

    private FetchPage() {}

    /** The cookie in the element that an answer carries, where it is encoded twice. */
    static @Nullable String cookie(String element) {
        Matcher matcher = COOKIE.matcher(element);
        return matcher.find() ? decoded(decoded(matcher.group(1))) : null;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The number of the page that a query asks for. */
    static int number(FetchExpression query) {
        Matcher page = Pattern.compile("<fetch\\b[^>]*?\\spage\\s*=\\s*[\"'](\\d{1,9})[\"']")
                .matcher(query.query());
        return page.find() ? Integer.parseInt(page.group(1)) : 1;
    }

    /** The same query for another page. */
    static FetchExpression at(FetchExpression query, int number, @Nullable String cookie) {
        return changed(query, List.of("page", Integer.toString(number), "paging-cookie", cookie == null ? "" : cookie));
    }

    /** The same query for the page that this says, with its size. */
    static FetchExpression at(FetchExpression query, PagingInfo page) {
        List<String> attributes = new ArrayList<>(List.of("page", Integer.toString(page.pageNumber())));
        if (page.count() > 0) {
            attributes.addAll(List.of("count", Integer.toString(page.count())));
        }
        if (page.returnTotalRecordCount()) {
            attributes.addAll(List.of("returntotalrecordcount", "true"));
        }
        String cookie = page.pagingCookie();
        if (cookie != null) {
            attributes.addAll(List.of("paging-cookie", cookie));
        }
        return changed(query, attributes);
    }

    private static FetchExpression changed(FetchExpression query, List<String> attributes) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLEventFactory events = XMLEventFactory.newDefaultFactory();
        StringWriter text = new StringWriter();
        try {
            XMLEventReader reader = factory.createXMLEventReader(new StringReader(query.query()));
            XMLEventWriter writer = XMLOutputFactory.newDefaultFactory().createXMLEventWriter(text);
            boolean first = true;
            while (reader.hasNext()) {
                XMLEvent event = reader.nextEvent();
                if (first && event instanceof StartElement fetch) {
                    first = false;
                    writer.add(with(events, fetch, attributes));
                } else if (!event.isStartDocument() && !event.isEndDocument()) {
                    writer.add(event);
                }
            }
            writer.close();
        } catch (XMLStreamException e) {
            throw new OrganizationServiceFault(FaultCode.INVALID_XML.code(), "The query is no well-formed XML.", e);
        }
        return new FetchExpression(text.toString());
    }

    private static StartElement with(XMLEventFactory events, StartElement fetch, List<String> attributes) {
        List<Attribute> all = new ArrayList<>();
        fetch.getAttributes().forEachRemaining(attribute -> {
            String name = attribute.getName().getLocalPart();
            if (!PAGING.contains(name) && !attributes.contains(name)) {
                all.add(attribute);
            }
        });
        for (int i = 0; i < attributes.size(); i += 2) {
            if (!attributes.get(i + 1).isEmpty()) {
                all.add(events.createAttribute(attributes.get(i), attributes.get(i + 1)));
            }
        }
        return events.createStartElement(fetch.getName(), all.iterator(), fetch.getNamespaces());
    }
}
