package io.nightshift.platform.mail;

import jakarta.mail.MessagingException;

/** The mail server does not want us, our sender or the message, and will not want it later either. */
public final class MailRefusedException extends MessagingException {
    private static final long serialVersionUID = 1L;

    MailRefusedException(String message, MessagingException cause) {
        super(message, cause);
    }
}
