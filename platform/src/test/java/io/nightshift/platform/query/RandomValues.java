package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.BigIntType;
import io.nightshift.platform.metadata.AttributeType.MoneyType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Values from small pools, so that they meet: equal ones, ones that differ in case only or in fractions only, and none. */
final class RandomValues {

    static final Instant NOW = Instant.parse("2026-03-29T12:30:15.250Z");

    /** Case, accents, composition, letters beyond U+FFFF, wildcards, what fonts and collations are fond of. */
    static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "aB",
            "Ab",
            "AB",
            "b",
            "abc",
            "ABC",
            "a%c",
            "a_c",
            "a\\c",
            "a[c",
            "ä",
            "Ä",
            "a\u0308",
            "ß",
            "SS",
            "ı",
            "I",
            "i",
            "İ",
            "Σ",
            "ς",
            "σ",
            "ﬀ",
            "Ǆ",
            "ǆ",
            "\uD801\uDC00",
            "\uD801\uDC28",
            "\uFFFD",
            "\uE000",
            "é",
            "E\u0301",
            " a",
            "a ",
            "\t",
            "\u0001",
            "Z",
            "z",
            "%",
            "_",
            "\\",
            "''",
            "\"",
            "\u00A0",
            "\u200B");

    private final SplittableRandom random;
    private final List<UUID> alphas = new ArrayList<>();
    private final List<UUID> betas = new ArrayList<>();

    RandomValues(SplittableRandom random) {
        this.random = random;
        for (int i = 0; i < 12; i++) {
            // Half of them begin with a bit that Java takes for a sign.
            alphas.add(new UUID(random.nextLong(), random.nextLong()));
            betas.add(new UUID(random.nextLong(), random.nextLong()));
        }
    }

    Map<String, List<Entity>> rows() {
        Map<String, List<Entity>> rows = new LinkedHashMap<>();
        rows.put("alpha", entities("alpha", alphas));
        rows.put("beta", entities("beta", betas));
        List<Entity> pairs = new ArrayList<>();
        for (UUID alpha : alphas) {
            betas.stream()
                    .filter(beta -> random.nextInt(6) == 0)
                    .forEach(beta -> pairs.add(
                            new Entity("alphabeta").set("alphaid", alpha).set("betaid", beta)));
        }
        rows.put("alphabeta", pairs);
        return rows;
    }

    private List<Entity> entities(String name, List<UUID> ids) {
        List<Entity> entities = new ArrayList<>();
        for (UUID id : ids) {
            Entity entity = new Entity(name, id);
            for (AttributeMetadata attribute : World.METADATA.entity(name).all()) {
                if (!attribute.logicalName().equals(name + "id") && random.nextInt(4) > 0) {
                    entity.set(attribute.logicalName(), value(attribute));
                }
            }
            entities.add(entity);
        }
        return entities;
    }

    Object value(AttributeMetadata attribute) {
        return switch (ValueKind.of(attribute.type())) {
            case TEXT -> text();
            case WHOLE ->
                attribute.type() instanceof PicklistType
                        ? (Object) new OptionSetValue(1 + random.nextInt(3))
                        : attribute.type() instanceof BigIntType
                                ? (Object) (random.nextInt(5) - 2L)
                                : random.nextInt(5) - 2;
            case DECIMAL -> {
                BigDecimal number = BigDecimal.valueOf(random.nextInt(9) - 4, random.nextInt(2));
                yield attribute.type() instanceof MoneyType ? new Money(number) : number;
            }
            case FLOATING -> (random.nextInt(9) - 4) / 2.0;
            case BOOLEAN -> random.nextBoolean();
            case ID -> reference(attribute);
            case MOMENT -> NOW.plusSeconds(pick(SECONDS)).plusNanos(pick(FRACTIONS) * 1000L);
            case WALL_TIME ->
                LocalDateTime.ofInstant(NOW, java.time.ZoneOffset.UTC)
                        .plusSeconds(pick(SECONDS))
                        .plusNanos(pick(FRACTIONS) * 1000L);
            case DAY -> LocalDate.ofInstant(NOW, java.time.ZoneOffset.UTC).plusDays(pick(SECONDS) / 86_400);
            case OPTIONS ->
                OptionSetValueCollection.of(
                        random.ints(1 + random.nextInt(2), 1, 4).toArray());
        };
    }

    private static final long DAY = 86_400;
    private static final List<Long> SECONDS = List.of(
            0L,
            0L,
            1L,
            -1L,
            3600L,
            -3600L,
            DAY,
            -DAY,
            7 * DAY,
            -7 * DAY,
            31 * DAY,
            -31 * DAY,
            400 * DAY,
            -400 * DAY,
            -60_000 * DAY,
            -45L * 3600,
            -12L * 3600);
    private static final List<Long> FRACTIONS = List.of(0L, 0L, 1L, 499_999L, 749_999L);

    String text() {
        String text = pick(TEXTS);
        return random.nextInt(4) == 0 ? text + pick(TEXTS) : text;
    }

    private Object reference(AttributeMetadata attribute) {
        List<String> targets = attribute.type().targetEntities();
        if (targets.isEmpty()) {
            return pick(random.nextBoolean() ? alphas : betas);
        }
        String target = pick(targets);
        return new EntityReference(target, pick(target.equals("alpha") ? alphas : betas));
    }

    UUID alpha() {
        return pick(alphas);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
