/* SPDX-License-Identifier: ISC */
/*
 * Four views of one list of messages.  All text goes in as text, never as
 * markup: it comes from calendars.  Days are strings, YYYY-MM-DD, in the zone
 * of each message's calendar.
 */
"use strict";
(function () {
	const data = JSON.parse(document.getElementById("data").textContent);
	const words = data.words;
	const VIEWS = ["month", "week", "day", "agenda"];
	const MONTH_CHIPS = 4, AGENDA_DAYS = 14;
	const hidden = new Set();
	let view = data.view, day = data.day;

	const make = (name, attributes, ...children) => {
		const e = document.createElement(name);
		for (const [key, value] of Object.entries(attributes || {}))
			if (key === "click")
				e.addEventListener("click", value);
			else if (value !== false && value !== null)
				e.setAttribute(key, value);
		e.append(...children);
		return e;
	};
	const $ = id => document.getElementById(id);

	/* Days as numbers, by UTC, which has neither gaps nor zones. */
	const number = text => Date.parse(text + "T00:00:00Z") / 86400000;
	const text = n => new Date(n * 86400000).toISOString().slice(0, 10);
	const shift = (d, n) => text(number(d) + n);
	const weekday = d => (new Date(number(d) * 86400000).getUTCDay() + 6) % 7;
	const monday = d => shift(d, -weekday(d));
	const month = d => d.slice(0, 7);
	const first = d => month(d) + "-01";
	const within = d => d >= data.from && d < data.to;

	const week = d => {
		const thursday = number(monday(d)) + 3;
		const january = number(text(thursday).slice(0, 4) + "-01-01");
		return Math.floor((thursday - january) / 7) + 1;
	};

	const long = d => {
		const [y, m, n] = d.split("-").map(Number);
		return words.long.replace("D", n).replace("Y", y)
			.replace("M", words.months[m - 1]);
	};
	const heading = d => words.weekdays[weekday(d)] + ", " + long(d);

	const colour = (e, m) => {
		e.style.setProperty("--c", data.calendars[m.calendar].colour);
		return e;
	};
	const mark = m => make("span", { class: "state " + m.state,
		title: words.states[m.state] }, words.marks[m.state] || "");
	const kind = m => words.kinds[m.kind] +
		(m.kind === "reminder" || m.step > 1 ? " " + m.step : "") +
		(m.dates > 1 ? " (" + words.dates.replace("N", m.dates) + ")" : "");
	const many = n => n === 1 ? words.message :
		words.messages.replace("N", n);

	const on = d => data.messages.filter(
		m => m.day === d && !hidden.has(m.calendar));

	function show(m) {
		const rows = [
			[words.phone, m.phone], [words.kind, kind(m)],
			[words.text, m.text, "sms"],
			[words.segments, String(m.segments)],
			[words.at, heading(m.day) + ", " + m.time],
			[words.state, words.states[m.state] +
				(m.reason ? ": " + m.reason : "")],
			[words.start, m.start], [words.calendar,
				data.calendars[m.calendar].name],
			[words.number, String(m.id)],
		];
		$("what").textContent = m.name || m.phone;
		$("facts").replaceChildren(...rows.flatMap(([name, value, type]) => [
			make("dt", {}, name),
			make("dd", type ? { class: type } : {}, value)]));
		colour($("message"), m);
		$("message").showModal();
	}

	const chip = (m, bare) => colour(make("button", { class: "chip",
		"data-id": m.id, title: m.time + " " + kind(m) + ": " + m.text,
		click: () => show(m) },
		...(bare ? [] : [make("time", {}, m.time)]),
		make("span", { class: "who" }, m.name || m.phone), mark(m)), m);

	/* Most go at one time of the day: it stands once above all of them. */
	const byTime = all => all.flatMap((m, i) =>
		i > 0 && all[i - 1].time === m.time ? [chip(m, true)] :
			[make("p", { class: "at" }, m.time), chip(m, true)]);

	const row = m => colour(make("button", { class: "row", "data-id": m.id,
		click: () => show(m) },
		make("time", {}, m.time), mark(m),
		make("span", {}, m.name || m.phone,
			make("small", {}, m.name ? m.phone : "")),
		make("span", { class: "kind" }, kind(m)),
		make("span", { class: "text" }, m.text)), m);

	const date = (d, n, name) => make("button", { class: "date",
		"data-weekday": words.weekdaysShort[weekday(d)],
		"aria-label": heading(d), click: () => go("day", d) }, String(n),
		make("span", {}, name && " " + name));

	function cell(d, limit) {
		const all = on(d), fit = all.length > limit ? limit - 1 : all.length;
		const e = make("td", { "data-day": d, title: within(d) ? null :
			words.away, class: (d === data.today ? "today " : "") +
				(within(d) ? "" : "away ") +
				(view === "month" && month(d) !== month(day) ?
					"out" : "") });
		e.append(date(d, Number(d.slice(8)), d.endsWith("-01") ?
			words.months[Number(d.slice(5, 7)) - 1] : ""));
		e.append(...(view === "week" ? byTime(all) :
			all.slice(0, fit).map(m => chip(m))));
		if (fit < all.length)
			e.append(make("button", { class: "more",
				click: () => go("day", d) },
				words.more.replace("N", all.length - fit)));
		return e;
	}

	function grid(from, to, limit, type) {
		const head = make("tr", {}, make("th", { class: "week", scope: "col",
			title: words.week }, words.weekShort));
		words.weekdaysShort.forEach((name, i) => head.append(make("th",
			{ scope: "col", title: words.weekdays[i] }, name)));
		const body = make("tbody", {});
		for (let d = from; d < to; d = shift(d, 7)) {
			const line = make("tr", {}, make("th", { class: "week",
				scope: "row", title: words.week }, String(week(d))));
			for (let i = 0; i < 7; i++)
				line.append(cell(shift(d, i), limit));
			body.append(line);
		}
		return make("table", { class: type },
			make("thead", {}, head), body);
	}

	function list(from, to, type) {
		const e = make("ul", { class: "list " + type });
		for (let d = from; d < to; d = shift(d, 1)) {
			const all = on(d);
			if (all.length === 0)
				continue;
			e.append(make("li", { "data-day": d }, make("h3", {},
				...(type === "day" ? [many(all.length)] : [heading(d),
					make("small", {}, many(all.length))]),
				make("small", {}, words.week + " " + week(d))),
				...all.map(row)));
		}
		return e.firstChild ? e :
			make("p", { class: "nothing" }, words.nothing);
	}

	const nextMonth = d => first(shift(first(d), 31));
	const span = {
		month: d => [monday(first(d)),
			shift(monday(shift(nextMonth(d), -1)), 7)],
		week: d => [monday(d), shift(monday(d), 7)],
		day: d => [d, shift(d, 1)],
		agenda: d => [d, shift(d, AGENDA_DAYS)],
	};
	const step = {
		month: (d, n) => n > 0 ? nextMonth(d) : first(shift(first(d), -1)),
		week: (d, n) => shift(d, 7 * n),
		day: (d, n) => shift(d, n),
		agenda: (d, n) => shift(d, AGENDA_DAYS * n),
	};
	const title = {
		month: d => words.months[Number(d.slice(5, 7)) - 1] + " " +
			d.slice(0, 4),
		week: d => words.week + " " + week(d) + ": " + long(monday(d)) +
			" \u2013 " + long(shift(monday(d), 6)),
		day: heading,
		agenda: d => long(d) + " \u2013 " + long(shift(d, AGENDA_DAYS - 1)),
	};
	/* Has the page all of that? An agenda may be cut short, as may a page. */
	const has = ([from, to]) => view === "agenda" || data.cut ?
		from < data.to && to > data.from :
		from >= data.from && to <= data.to;

	function draw() {
		const [from, to] = span[view](day);
		$("title").textContent = title[view](day);
		for (const v of VIEWS)
			$("view-" + v).setAttribute("aria-pressed", v === view);
		$("back").disabled = !has(span[view](step[view](day, -1)));
		$("on").disabled = !has(span[view](step[view](day, 1)));
		$("now").disabled = !within(data.today);
		document.querySelectorAll("#calendars output").forEach((e, i) => {
			e.textContent = data.messages.filter(m => m.calendar === i &&
				m.day >= from && m.day < to).length;
		});
		$("main").replaceChildren(
			view === "month" ? grid(from, to, MONTH_CHIPS, "month") :
			view === "week" ? grid(from, to, Infinity, "weekly") :
			list(from, to, view));
	}

	function go(v, d) {
		view = v;
		day = d;
		history.replaceState(null, "", "#" + v + "/" + d);
		draw();
	}

	function start() {
		const [v, d] = location.hash.slice(1).split("/");
		if (VIEWS.includes(v))
			view = v;
		if (d && /^\d{4}-\d\d-\d\d$/.test(d) && !isNaN(number(d)))
			day = d;
		for (const v of VIEWS)
			$("view-" + v).addEventListener("click", () => go(v, day));
		$("back").addEventListener("click",
			() => go(view, step[view](day, -1)));
		$("on").addEventListener("click",
			() => go(view, step[view](day, 1)));
		$("now").addEventListener("click", () => go(view, data.today));
		$("close").addEventListener("click", () => $("message").close());
		$("message").addEventListener("click", e => {
			if (e.target === $("message"))
				$("message").close();
		});
		data.calendars.forEach((c, i) => {
			const box = make("input", { type: "checkbox", checked: "" });
			box.addEventListener("change", () => {
				box.checked ? hidden.delete(i) : hidden.add(i);
				draw();
			});
			const label = make("label", {}, box,
				make("span", {}, c.name),
				make("output", {}));
			label.style.setProperty("--c", c.colour);
			$("calendars").append(label);
		});
		$("note").hidden = !data.cut;
		$("note").textContent = words.cut.replace("F", long(data.from))
			.replace("T", long(shift(data.to, -1)));
		for (const [state, sign] of Object.entries(words.marks))
			$("marks").append(make("dt", { class: "state " + state }, sign),
				make("dd", {}, words.states[state]));
		draw();
	}
	start();
}());
