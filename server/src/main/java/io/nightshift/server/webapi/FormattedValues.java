package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.sdk.Money;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text that people see for a number or a time, in English and UTC; the service has that of options and references. */
final class FormattedValues {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("M/d/uuuu h:mm a", Locale.ENGLISH);

    private FormattedValues() {}

    static @Nullable String of(AttributeMetadata attribute, Object value) {
        return switch (value) {
            case Instant moment -> TIME.format(moment.atOffset(ZoneOffset.UTC));
            case LocalDateTime time -> TIME.format(time);
            case LocalDate day -> DAY.format(day);
            case Money money -> number(money.value(), precision(attribute.type()));
            case BigDecimal number -> number(number, precision(attribute.type()));
            case Double number -> number(BigDecimal.valueOf(number), precision(attribute.type()));
            case Integer number -> number(BigDecimal.valueOf(number), 0);
            case Long number -> number(BigDecimal.valueOf(number), 0);
            default -> null;
        };
    }

    private static int precision(AttributeType type) {
        return switch (type) {
            case AttributeType.MoneyType money -> money.precision();
            case AttributeType.DecimalType decimal -> decimal.precision();
            case AttributeType.DoubleType floating -> floating.precision();
            default -> 0;
        };
    }

    private static String number(BigDecimal number, int digits) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.US);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(number);
    }
}
