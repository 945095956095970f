# List what scripts use, one use a line, as PowerShell's own parser sees it: "operator ??", "command Get-Item -Force".
$unread = $null
$nodes = $args | ForEach-Object {
  [Management.Automation.Language.Parser]::ParseFile($_, [ref]$unread, [ref]$unread).FindAll({ $true }, $true)
}
foreach ($node in $nodes) {
  switch ($node.GetType().Name) {
    'CommandAst' {
      $name = $node.GetCommandName()
      "command $name"
      foreach ($element in $node.CommandElements) {
        if ($element.GetType().Name -eq 'CommandParameterAst') { "command $name -$($element.ParameterName)" }
      }
    }
    'TernaryExpressionAst' { 'operator ?:' }
    'PipelineChainAst' { "operator $($node.Operator)" }
    'PipelineAst' { if ($node.Background) { 'operator &' } }
    'BinaryExpressionAst' { "operator $($node.Operator)" }
    'AssignmentStatementAst' { "operator $($node.Operator)"; "assigned $($node.Left.VariablePath.UserPath)" }
    'ForEachStatementAst' { "assigned $($node.Variable.VariablePath.UserPath)" }
    'ParameterAst' { "assigned $($node.Name.VariablePath.UserPath)" }
    'MemberExpressionAst' { if ($node.NullConditional) { 'operator ?.' } }
    'InvokeMemberExpressionAst' { if ($node.NullConditional) { 'operator ?.' } }
    'IndexExpressionAst' { if ($node.NullConditional) { 'operator ?[]' } }
    'TypeExpressionAst' { "type $($node.TypeName.FullName)" }
    'ConvertExpressionAst' { "type $($node.Type.TypeName.FullName)" }
    'VariableExpressionAst' { "variable $($node.VariablePath.UserPath)" }
  }
}
