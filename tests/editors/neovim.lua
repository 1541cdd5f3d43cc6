-- Neovim as a client of `twir-lint --lsp`, of 0.7 and later: it attaches to a draft, shows what is found, applies a code
-- action and formats. run.sh runs it with the settings of docs/editors.md, and the draft as `--fix` leaves it in FIXED.

local function fail(...)
    io.stderr:write('neovim: ' .. string.format(...) .. '\n')
    vim.cmd('cquit 1')
end

local function wait_for(what, is_there)
    if not vim.wait(10000, is_there, 20) then
        fail('waited in vain for %s', what)
    end
end

local function lines(file)
    return vim.fn.readfile(file)
end

local buffer = vim.api.nvim_get_current_buf()

-- What is found is shown, at its place.
wait_for('findings', function()
    return #vim.diagnostic.get(buffer) > 0
end)
local tracked
for _, found in ipairs(vim.diagnostic.get(buffer)) do
    if found.source ~= 'twir-lint' then
        fail('%s speaks, not twir-lint', found.source)
    end
    if found.code == 'tracking-parameters' then
        tracked = found
    end
end
if not tracked then
    fail('nothing is said of the tracking parameter')
end
local line = vim.api.nvim_buf_get_lines(buffer, tracked.lnum, tracked.lnum + 1, true)[1]
local said = line:sub(tracked.col + 1, tracked.end_col)
if not said:find('^utm_') then
    fail('the finding is about `%s`', said)
end

-- A code action, as a person chooses it from the list.
vim.ui.select = function(items, options, choose)
    for index, item in ipairs(items) do
        if options.format_item(item):find('^Remove') then
            return choose(item, index)
        end
    end
    fail('no action removes the parameter')
end
vim.api.nvim_win_set_cursor(0, { tracked.lnum + 1, tracked.col })
vim.lsp.buf.code_action()
wait_for('the action', function()
    return not vim.api.nvim_buf_get_lines(buffer, tracked.lnum, tracked.lnum + 1, true)[1]:find('utm_')
end)
wait_for('new findings', function()
    for _, found in ipairs(vim.diagnostic.get(buffer)) do
        if found.lnum == tracked.lnum and found.code == 'tracking-parameters' then
            return false
        end
    end
    return true
end)

-- Formatting is what `--fix` does.
if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = 10000 })
else
    vim.lsp.buf.formatting_sync(nil, 10000)
end
local formatted = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
if not vim.deep_equal(formatted, lines(vim.env.FIXED)) then
    fail('formatting left:\n%s', table.concat(formatted, '\n'))
end

io.stdout:write(string.format('neovim %s: findings, a code action and formatting are as they should be\n', tostring(vim.version().major .. '.' .. vim.version().minor)))
vim.cmd('qall!')
