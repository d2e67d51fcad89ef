package io.nightshift.server.webapi.odata;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.olingo.commons.api.edm.EdmEnumType;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.server.api.uri.UriResourceProperty;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.ExpressionVisitor;
import org.apache.olingo.server.api.uri.queryoption.expression.Literal;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;
import org.apache.olingo.server.api.uri.queryoption.expression.MethodKind;
import org.apache.olingo.server.api.uri.queryoption.expression.UnaryOperatorKind;
import org.jspecify.annotations.Nullable;

/**
 * What a filter that Olingo has read says of a record, by the rules of our documents: text whatever its case; a row without a
 * value meets no comparison but those that say not, and equals null.
 */
record FilterMeaning(Entity record) implements ExpressionVisitor<@Nullable Object> {

    @Override
    public @Nullable Object visitBinaryOperator(
            BinaryOperatorKind operator, @Nullable Object left, @Nullable Object right) {
        return switch (operator) {
            case AND -> yes(left) && yes(right);
            case OR -> yes(left) || yes(right);
            case EQ -> equal(left, right);
            case NE -> !equal(left, right);
            case GT -> ordered(left, right) && compared(left, right) > 0;
            case GE -> ordered(left, right) && compared(left, right) >= 0;
            case LT -> ordered(left, right) && compared(left, right) < 0;
            case LE -> ordered(left, right) && compared(left, right) <= 0;
            default -> throw new IllegalArgumentException(operator.toString());
        };
    }

    @Override
    public Object visitBinaryOperator(
            BinaryOperatorKind operator, @Nullable Object left, List<@Nullable Object> right) {
        return right.stream().anyMatch(each -> equal(left, each));
    }

    @Override
    public Object visitUnaryOperator(UnaryOperatorKind operator, @Nullable Object operand) {
        return !yes(operand);
    }

    @Override
    public Object visitMethodCall(MethodKind method, List<@Nullable Object> parameters) {
        Object text = parameters.getFirst();
        String part = String.valueOf(parameters.getLast());
        return text != null
                && switch (method) {
                    case CONTAINS -> text.toString().contains(part);
                    case STARTSWITH -> text.toString().startsWith(part);
                    case ENDSWITH -> text.toString().endsWith(part);
                    default -> throw new IllegalArgumentException(method.toString());
                };
    }

    @Override
    public @Nullable Object visitLiteral(Literal literal) {
        String text = literal.getText();
        if (text.equals("null")) {
            return null;
        }
        return switch (literal.getType().getName()) {
            case "String" ->
                text.substring(1, text.length() - 1).replace("''", "'").toLowerCase(Locale.ROOT);
            case "Boolean" -> Boolean.valueOf(text);
            case "Guid" -> UUID.fromString(text);
            case "DateTimeOffset" -> Instant.parse(text);
            default -> new BigDecimal(text);
        };
    }

    @Override
    public @Nullable Object visitMember(Member member) {
        String name = ((UriResourceProperty)
                        member.getResourcePath().getUriResourceParts().getFirst())
                .getProperty()
                .getName();
        String attribute = name.startsWith("_") ? name.substring(1, name.length() - "_value".length()) : name;
        return switch (record.get(attribute)) {
            case String text -> text.toLowerCase(Locale.ROOT);
            case Money money -> money.value();
            case Integer number -> BigDecimal.valueOf(number);
            case OptionSetValue option -> BigDecimal.valueOf(option.value());
            case EntityReference reference -> reference.id();
            case null -> null;
            case Object other -> other;
        };
    }

    private static boolean yes(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean ordered(@Nullable Object left, @Nullable Object right) {
        return left != null && right != null;
    }

    private static boolean equal(@Nullable Object left, @Nullable Object right) {
        return (left == null || right == null) ? left == null && right == null : compared(left, right) == 0;
    }

    @SuppressWarnings("unchecked")
    private static int compared(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    @Override
    public Object visitLambdaExpression(String function, String variable, Expression expression) {
        throw new IllegalArgumentException(function);
    }

    @Override
    public Object visitAlias(String alias) {
        throw new IllegalArgumentException(alias);
    }

    @Override
    public Object visitTypeLiteral(EdmType type) {
        throw new IllegalArgumentException(type.getName());
    }

    @Override
    public Object visitLambdaReference(String variable) {
        throw new IllegalArgumentException(variable);
    }

    @Override
    public Object visitEnum(EdmEnumType type, List<String> values) {
        throw new IllegalArgumentException(type.getName());
    }
}
