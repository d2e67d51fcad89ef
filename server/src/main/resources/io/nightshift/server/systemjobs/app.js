// What the pages gain from JavaScript; each of them works without it for reading.

const cookie = (name, value) => {
  document.cookie = `${name}=${value}; Path=/; SameSite=Lax; Max-Age=31536000`;
};

// Times are shown in the zone of the browser: the server learns it from a cookie, and the first page is read once more.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`nightshift_zone=${zone}`)) {
  cookie('nightshift_zone', zone);
  if (document.cookie.includes(`nightshift_zone=${zone}`) && document.querySelector('time')) location.reload();
}

const announce = (text) => {
  const place = document.getElementById('announce');
  if (place) place.textContent = text;
};

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-autosubmit]')) event.target.form.requestSubmit();
});

// An open panel closes with Escape and with a click elsewhere.
document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll('details.pop[open]')) {
    if (!open.contains(event.target)) open.open = false;
  }
});

// Keys
const places = { o: '/', j: '/jobs', s: '/schedules', l: '/lanes', w: '/workers', f: '/workflows', b: '/bulk-deletes', r: '/records' };
const off = document.getElementById('keys-off');
const quiet = () => localStorage.getItem('keys') === 'off';
if (off) {
  off.checked = quiet();
  off.addEventListener('change', () => localStorage.setItem('keys', off.checked ? 'off' : 'on'));
}
let went = 0;
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    const open = document.querySelector('details.pop[open]');
    if (open) {
      open.open = false;
      open.querySelector('summary').focus();
    }
    return;
  }
  const writes = event.target.matches('input:not([type=checkbox]), select, textarea');
  if (writes || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') || quiet()) return;
  if (event.timeStamp - went < 1200 && places[event.key]) {
    location.href = places[event.key];
  } else if (event.key === 'g') {
    went = event.timeStamp;
    return;
  } else if (event.key === '/') {
    const find = document.getElementById('find');
    if (find) {
      event.preventDefault();
      find.focus();
      find.select();
    }
  } else if (event.key === '?') {
    document.getElementById('keys')?.showModal();
  } else if (event.key === 'x') {
    const box = event.target.closest('tr')?.querySelector('.pick input');
    if (box && box !== event.target) box.click();
  } else if (event.key === 'p') {
    document.getElementById('live')?.click();
  }
  went = 0;
});

// Questions before a deed open over the page; without this they are a page of their own.
const confirmation = document.getElementById('confirmation');
const ask = async (address) => {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const card = page.getElementById('confirm');
  if (!answer.ok || !card) {
    location.href = address;
    return;
  }
  confirmation.replaceChildren(card);
  for (const back of card.querySelectorAll('input[name=back]')) back.value = location.pathname + location.search;
  confirmation.showModal();
  card.querySelector('input:not([type=hidden]), button')?.focus();
};
confirmation?.addEventListener('click', (event) => {
  if (event.target.closest('[data-close]')) {
    event.preventDefault();
    confirmation.close();
  }
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-ask]');
  if (link && confirmation) {
    event.preventDefault();
    ask(link.href);
  }
});

// With Shift, a heading sorts by its column as well.
document.addEventListener('click', (event) => {
  const heading = event.target.closest('a[data-also]');
  if (heading && event.shiftKey) {
    event.preventDefault();
    location.href = heading.dataset.also;
  }
});

// The grid
const grid = document.getElementById('grid');
if (grid) {
  const picked = grid.querySelector('[data-picked]');
  const all = document.getElementById('all-matching');
  const page = document.getElementById('page');
  const boxes = () => [...grid.querySelectorAll('tbody .pick input')];
  const refresh = () => {
    if (!all) return;
    const chosen = boxes().filter((box) => box.checked);
    for (const button of grid.querySelectorAll('button[data-action]')) {
      const open = chosen.some((box) => box.closest('tr').dataset.actions.split(' ').includes(button.dataset.action));
      button.disabled = all.checked ? button.dataset.forAll !== 'yes' : !open;
    }
    picked.textContent = chosen.length && !all.checked ? picked.dataset.some.replace('{0}', chosen.length) : picked.dataset.none;
    picked.hidden = all.checked;
    if (page) {
      page.checked = chosen.length > 0 && chosen.length === boxes().length;
      page.indeterminate = chosen.length > 0 && !page.checked;
    }
  };
  page?.addEventListener('change', () => {
    for (const box of boxes()) box.checked = page.checked;
    refresh();
  });
  grid.addEventListener('change', (event) => {
    if (event.target !== page) refresh();
  });
  grid.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = new FormData(grid, event.submitter);
    if (all.checked) form.delete('id');
    ask(`/jobs/confirm?${new URLSearchParams(form)}`);
  });
  refresh();

  // Live: rows change in their place, new ones are only counted, and nothing moves under the reader.
  const toggle = document.getElementById('live');
  const fresh = document.getElementById('fresh');
  toggle.closest('[data-live-toggle]').hidden = false;
  toggle.checked = localStorage.getItem('live') !== 'off';
  let source = null;
  const row = (text) => {
    const made = document.createElement('tbody');
    made.innerHTML = text;
    const next = made.firstElementChild;
    const old = next && document.getElementById(next.id);
    if (!old || old.outerHTML === next.outerHTML) return;
    const box = old.querySelector('.pick input');
    next.querySelector('.pick input').checked = box.checked;
    const focused = old.contains(document.activeElement) ? document.activeElement.tagName : null;
    next.classList.add('changed');
    old.replaceWith(next);
    if (focused) next.querySelector(focused.toLowerCase())?.focus();
    refresh();
  };
  const watch = () => {
    source?.close();
    source = null;
    if (!toggle.checked || document.hidden) return;
    const shown = boxes().map((box) => box.value).join(',');
    const address = new URL(grid.dataset.live, location.href);
    address.searchParams.set('shown', shown);
    source = new EventSource(address);
    source.addEventListener('row', (event) => row(event.data));
    source.addEventListener('new', (event) => {
      if (grid.dataset.first !== 'yes') return;
      fresh.hidden = event.data.startsWith('0 ');
      fresh.textContent = event.data;
    });
  };
  toggle.addEventListener('change', () => {
    localStorage.setItem('live', toggle.checked ? 'on' : 'off');
    announce(toggle.checked ? 'Live updates on' : 'Live updates paused');
    watch();
  });
  document.addEventListener('visibilitychange', watch);
  // What a search finds further back is watched, too.
  document.addEventListener('htmx:afterSettle', (event) => {
    if (event.target.id === 'rows') watch();
  });
  addEventListener('pagehide', () => source?.close());
  watch();
}

// A job that goes on is read again by itself, with what can be done with it; not where nobody looks, where somebody has the focus, or where it was paused.
document.addEventListener('htmx:beforeRequest', (event) => {
  if (!event.target.matches('#explain, [data-live-part]')) return;
  const read = ['head', 'explain', 'attempts', 'log'].some((id) => document.getElementById(id)?.contains(document.activeElement));
  if (document.hidden || read || localStorage.getItem('live') === 'off' || document.querySelector('dialog[open]')) event.preventDefault();
});
