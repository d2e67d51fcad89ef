-- What this node has from now on; and what dead nodes had is forgotten.
WITH gone AS (
    DELETE FROM nightshift.permit p
    WHERE NOT EXISTS (SELECT 1 FROM nightshift.node n WHERE n.node_id = p.node_id AND n.alive)
)
INSERT INTO nightshift.permit AS p (limit_number, node_id, granted, used, wanted, waiting_since)
SELECT dealt.limit_number, :node, dealt.granted, dealt.used, dealt.wanted,
       CASE WHEN dealt.granted = 0 AND dealt.wanted > 0 THEN :now::timestamptz END
FROM unnest(:numbers::int8[], :granted::int[], :used::int[], :wanted::int[]) AS dealt (limit_number, granted, used, wanted)
ON CONFLICT (limit_number, node_id) DO UPDATE
SET granted = excluded.granted, used = excluded.used, wanted = excluded.wanted,
    waiting_since = CASE WHEN excluded.waiting_since IS NOT NULL
                         THEN coalesce(p.waiting_since, excluded.waiting_since) END
WHERE (p.granted, p.used, p.wanted) IS DISTINCT FROM (excluded.granted, excluded.used, excluded.wanted)
