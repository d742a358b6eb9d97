/* SPDX-License-Identifier: ISC */
/* smscal-admin - set up, look at and look after.  See smscal-admin(8). */
#include "admin/admin.h"

int
main(int argc, char *argv[])
{
	static const struct noun *const nouns[] = {
		&noun_init,
		&noun_company,
		&noun_branch,
		&noun_calendar,
		&noun_contact,
		&noun_rule,
		&noun_text,
		&noun_keyword,
		&noun_preview,
		&noun_schedule,
		&noun_message,
		&noun_explain,
		&noun_reply,
		&noun_optout,
		&noun_status,
		&noun_pause,
		&noun_resume,
		&noun_redirect,
		&noun_export,
		&noun_apply,
		&noun_diff,
		&noun_check,
		&noun_backup,
		&noun_restore,
		&noun_purge,
		&noun_person,
		&noun_erase,
		&noun_adopt,
		&noun_migrate,
		&noun_complete,
		NULL,
	};

	return admin_main(argc, argv, nouns);
}
