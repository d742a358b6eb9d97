-- SPDX-License-Identifier: ISC
-- What views ask for.

-- What was sent within a stretch of time.
CREATE INDEX message_sent ON message (claimed_at) WHERE claimed_at IS NOT NULL;
