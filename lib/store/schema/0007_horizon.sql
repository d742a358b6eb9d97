-- SPDX-License-Identifier: ISC
-- How far a feed shows (D5), and which appointments are one series (D8).

-- A feed that publishes only a moving stretch of time: the latest start keeps
-- its distance from today.  Where the operator set no horizon, one is
-- proposed when that has been so for a week.
ALTER TABLE feed ADD COLUMN horizon_days INTEGER; -- the latest start, in
                                             -- days from the local day
ALTER TABLE feed ADD COLUMN horizon_on INTEGER; -- that distance since this
                                             -- local day

-- The UID by which its series was known first, whatever it is called now;
-- NULL: it never was one's.
ALTER TABLE appointment ADD COLUMN series TEXT;

UPDATE appointment SET series = uid
 WHERE original_at <> 0
   AND EXISTS (SELECT 1 FROM component c
                WHERE c.calendar_id = appointment.calendar_id
                  AND c.uid = appointment.uid AND c.series = 1);

CREATE INDEX appointment_series ON appointment (company_id, series)
    WHERE series IS NOT NULL;
