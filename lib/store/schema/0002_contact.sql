-- SPDX-License-Identifier: ISC
-- The contact list of a company (C7): whose name or customer number stands in
-- an appointment without a number has that contact's phone.

CREATE TABLE contact (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,             -- as people write it: {name}
    name_key   TEXT    NOT NULL,             -- its normal form, for matching
    number     TEXT,                         -- the customer number
    number_key TEXT,                         -- its normal form
    uid        TEXT,                         -- of the vCard it came from
    phone      TEXT,                         -- E.164; NULL: known by name
                                             -- alone, and a namesake of others
    language   TEXT,                         -- de, en ...; NULL: the company's
    optout     INTEGER NOT NULL DEFAULT 0 CHECK (optout IN (0, 1)),
                                             -- the list says: no SMS; what
                                             -- counts is the table optout
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((number IS NULL) = (number_key IS NULL))
) STRICT;

-- One person once; and found by the name.
CREATE UNIQUE INDEX contact_name ON contact (company_id, name_key,
    ifnull(phone, ''), ifnull(number_key, ''), ifnull(uid, ''));
CREATE UNIQUE INDEX contact_number ON contact (company_id, number_key)
    WHERE number_key IS NOT NULL;
CREATE UNIQUE INDEX contact_uid ON contact (company_id, uid)
    WHERE uid IS NOT NULL;
CREATE INDEX contact_phone ON contact (company_id, phone)
    WHERE phone IS NOT NULL;

-- A company that has, or had, a list.  The number rises with each change of
-- who is known by which name and number: a run of diff that was reading
-- meanwhile begins anew.
CREATE TABLE contact_list (
    company_id INTEGER PRIMARY KEY REFERENCES company (id) ON DELETE CASCADE,
    rev        INTEGER NOT NULL
) STRICT;
