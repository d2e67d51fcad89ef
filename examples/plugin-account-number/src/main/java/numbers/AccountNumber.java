package numbers;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.Plugin;
import io.nightshift.sdk.PluginServices;
import java.util.UUID;

/**
 * Gives each new account a number with a check digit, so that a slip of the hand does not make another customer's number,
 * and refuses numbers whose digit is wrong. To be registered on Create and Update of account before the main operation.
 */
public final class AccountNumber implements Plugin {

    private static final String ATTRIBUTE = "accountnumber";
    private static final int DIGITS = 7;

    private final String prefix;

    /** With the step's configuration, which is what the numbers begin with. */
    public AccountNumber(String configuration) {
        this.prefix = configuration == null ? "" : configuration.strip();
    }

    @Override
    public void execute(PluginServices services) {
        if (!(services.context().inputParameters().get("Target") instanceof Entity account)) {
            return;
        }
        Object given = account.get(ATTRIBUTE);
        if (given instanceof String number && !number.isBlank()) {
            if (!isSound(number)) {
                throw new InvalidPluginExecutionException(
                        "The account number " + number + " has a slip in it: its check digit is wrong.");
            }
        } else if (services.context().messageName().equals("Create")) {
            UUID id = account.id() == null ? UUID.randomUUID() : account.id();
            String digits = String.format("%07d", Math.floorMod(id.getLeastSignificantBits(), 10_000_000L));
            account.set(ATTRIBUTE, prefix + digits + checkDigit(digits));
            services.tracing().trace("Numbered it " + account.get(ATTRIBUTE));
        }
    }

    private boolean isSound(String number) {
        if (!number.startsWith(prefix)) {
            return false;
        }
        String digits = number.substring(prefix.length());
        return digits.matches("[0-9]{" + (DIGITS + 1) + "}")
                && checkDigit(digits.substring(0, DIGITS)) == digits.charAt(DIGITS) - '0';
    }

    /** By Luhn: every second digit from the right counts twice, and all together make a multiple of ten. */
    static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? 2 * digit : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return (10 - sum % 10) % 10;
    }
}
