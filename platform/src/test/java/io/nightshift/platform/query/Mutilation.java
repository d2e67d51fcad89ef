package io.nightshift.platform.query;

import java.util.List;
import java.util.SplittableRandom;

/** Does something bad to a text, in one to four places. */
final class Mutilation {

    private static final List<String> SHREDS = List.of(
            "<",
            ">",
            "\"",
            "'",
            "&",
            "&amp;",
            "&#0;",
            "&#x10FFFF;",
            "&x;",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?x?>",
            "\u0000",
            "\uD800",
            "\uFFFF",
            "ä",
            "\n",
            "9999999999999999999999",
            "-1",
            "1e999999999",
            "NaN",
            "true",
            "{",
            "}",
            "00000000-0000-0000-0000-000000000001",
            "9999-12-31",
            "0000-00-00",
            "2026-02-30T25:61:61Z",
            "%",
            "[",
            "[[]",
            "_",
            "xmlns:x=\"y\"",
            "x:",
            ":",
            "<condition attribute=\"moment\" operator=\"last-x-days\" value=\"1\"/>",
            "<condition attribute=\"moment\" operator=\"on\" value=\"9999-12-31\"/>",
            "<condition attribute=\"wall\" operator=\"next-x-years\" value=\"1000000\"/>",
            "<condition attribute=\"picks\" operator=\"contain-values\"><value>1</value></condition>",
            "<link-entity name=\"alpha\" from=\"alphaid\" to=\"parentid\" link-type=\"not any\"/>",
            "<link-entity name=\"alphabeta\" from=\"alphaid\" to=\"alphaid\"/>",
            "<filter><filter>",
            "<all-attributes/>",
            " alias=\"x\" aggregate=\"sum\"",
            " aggregate=\"true\"",
            " groupby=\"true\"",
            " dategrouping=\"day\"",
            " descending=\"true\"",
            " operator=\"between\"",
            " operator=\"eq-userid\"",
            " valueof=\"code\"");

    private Mutilation() {}

    static String of(String good, SplittableRandom random) {
        StringBuilder text = new StringBuilder(good);
        for (int i = 1 + random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 4));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
                case 3 -> text.insert(after(text, at), shred(random));
                default -> text.replace(at, end, shred(random));
            }
        }
        return text.toString();
    }

    /** Half of what is put in lands where it may make sense. */
    private static int after(StringBuilder text, int at) {
        int next = text.indexOf(">", at);
        return next < 0 || at % 2 == 0 ? at : next + 1;
    }

    private static String shred(SplittableRandom random) {
        return SHREDS.get(random.nextInt(SHREDS.size()));
    }
}
