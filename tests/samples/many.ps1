# Run PowerShell scripts one after the other in this one process; the protocol is that of many.py.
# What a script prints goes to the process's own streams, where a line with the mark ends it.
param($Mark)

while ($line = [Console]::In.ReadLine()) {
  $run = $line | ConvertFrom-Json
  $before = [Environment]::GetEnvironmentVariables()
  foreach ($name in @($before.Keys)) { [Environment]::SetEnvironmentVariable($name, $null) }
  foreach ($each in $run.environment.PSObject.Properties) {
    [Environment]::SetEnvironmentVariable($each.Name, $each.Value)
  }
  $global:LASTEXITCODE = 0
  $code = 0
  try { & $run.script; $code = $LASTEXITCODE } catch { [Console]::Error.WriteLine("Exception: $_"); $code = 1 }
  [Console]::Error.WriteLine($Mark)
  [Console]::Out.WriteLine("$Mark$code")
}
