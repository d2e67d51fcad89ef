/**
 * Mail: an operation hands one message over to an SMTP server and keeps what became of each recipient.
 *
 * <p>SMTP answers recipient by recipient, and three answers mean three different things: accepted, refused for good (a code
 * of 500 and above) and refused for now (400 to 499). {@link io.nightshift.platform.mail.Postman} keeps them apart in a
 * {@link io.nightshift.platform.mail.Delivery}; {@link io.nightshift.platform.mail.SendMail} saves that as its checkpoint,
 * so that a retry goes to those alone who have not got the message yet. The hand-over itself cannot be part of a database
 * transaction: a node that dies between the server's answer and the record sends again. Every try therefore carries the
 * same Message-ID, made from the operation's id, by which receiving servers drop the second copy.
 *
 * <p>By which server an organization's mail goes, {@link io.nightshift.platform.mail.EmailServerProfiles} knows: that of its own
 * e-mail server profile, else that of the service. What an organization may name as its server is not to be trusted, so the
 * sockets look at the very address that they connect to.
 */
@NullMarked
package io.nightshift.platform.mail;

import org.jspecify.annotations.NullMarked;
