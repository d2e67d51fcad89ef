-- Series whose next occurrence is due; each is advanced in the transaction that makes its occurrence.
SELECT {series}
WHERE o.statuscode = 10 AND o.cause = 7 AND o.postpone_until <= :now
ORDER BY o.postpone_until
LIMIT :most
FOR UPDATE OF o SKIP LOCKED
