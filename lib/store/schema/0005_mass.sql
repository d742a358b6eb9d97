-- SPDX-License-Identifier: ISC
-- Mass changes of one body (D9): what waits for the operator's word.  The sum
-- of 1 gone, 2 new or moved, 4 without their phones; and 8: accepted, and
-- nobody is told that it is off.
ALTER TABLE appointment ADD COLUMN
    mass INTEGER NOT NULL DEFAULT 0 CHECK (mass BETWEEN 0 AND 15);

CREATE INDEX appointment_mass ON appointment (calendar_id) WHERE mass <> 0;
